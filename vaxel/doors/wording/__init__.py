"""The word, colour and icon of every state a screen shows: one table per kind. Colour never stands alone.

Portal, office and papers take the words from here, so that one state has one name everywhere (words.md, W-2).
"""

from vaxel.business.exports.states import BATCH, UNIT
from vaxel.business.messaging.states import MESSAGE
from vaxel.business.purchasing import states
from vaxel.doors.wording import goods, work
from vaxel.doors.wording.cards import why
from vaxel.doors.wording.goods import ACCOUNTING, LOST, SEND_BY, TYRES
from vaxel.doors.wording.words import Word, of
from vaxel.doors.wording.work import CODE, DOCUMENT, FUEL, PRICE_KIND, TENDER

__all__ = [
    "ACCOUNTING", "CODE", "DOCUMENT", "FUEL", "KINDS", "LOST", "PRICE_KIND", "SEND_BY", "TENDER", "TYRES", "Word",
    "why", "word",
]  # fmt: skip

KINDS: dict[str, dict[str, Word]] = {
    "purchase": of(states.ORDER),
    "dispatch": of(states.DISPATCH),
    "bill": of(states.BILL),
    "back": of(states.RETURN),
    "core": of(states.CORE),
    "claim": of(states.CLAIM),
    "agrees": goods.AGREES,
    "bill_line": goods.BILL_LINE,
    "back_why": goods.BACK,
    "claim_kind": goods.CLAIM_KIND,
    "heard": goods.HEARD,
    "send_by": goods.SEND_BY,
    "special": goods.SPECIAL,
    "lost": goods.LOST,
    "message": of(MESSAGE, goods.MESSAGE_LOOKS),
    "policy_for": goods.POLICY_FOR,
    "combine": goods.COMBINE,
    "policy_basis": goods.POLICY_BASIS,
    "policy_record": goods.POLICY_RECORD,
    "old_parts": goods.OLD_PARTS,
    "said": work.SAID,
    "tried_by": goods.CHANNEL,
    "attempt": goods.ATTEMPT,
    "unasked": goods.UNASKED,
    "tyres": goods.TYRES,
    "wheel": goods.WHEEL,
    "tread": goods.TREAD,
    "tyre_age": goods.TYRE_AGE,
    "wheels": goods.WHEELS,
    "inspection": work.INSPECTION,
    "finding": work.FINDING,
    "export": of(UNIT, goods.EXPORT_LOOKS),
    "export_file": of(BATCH, goods.EXPORT_LOOKS),
    "export_kind": goods.EXPORT_KIND,
    "accounting": goods.ACCOUNTING,
    "order": work.ORDER,
    "decision": work.DECISION,
    "work": work.WORK,
    "hold": work.HOLD,
    "tender": work.TENDER,
    "payment": work.PAYMENT,
    "gift_card_state": work.GIFT_CARD,
    "plan": work.PLAN,
    "payout": work.PAYOUT,
    "payout_row": work.PAYOUT_ROW,
    "payout_odd": work.PAYOUT_ODD,
    "gift_card_entry": work.GIFT_CARD_ENTRY,
    "document": work.DOCUMENT,
    "ticket": work.TICKET_KIND,
    "line": work.LINE_KIND,
    "price": work.PRICE_KIND,
    "deferred": work.DEFERRED,
    "party": work.PARTY_KIND,
    "source": work.SOURCE,
    "fiscal": work.FISCAL,
    "movement": work.MOVEMENT,
    "code": work.CODE,
    "cash": work.CASH,
    "fuel": work.FUEL,
    "long_work": work.LONG_WORK,
    "fee": work.FEE,
    "quote": work.QUOTE,
    "print_job": work.PRINT_JOB,
    "category": work.CATEGORY,
    "channel": work.CONSENT_CHANNEL,
    "purpose": work.CONSENT_PURPOSE,
    "how": work.HOW,
    "visit": work.VISIT,
    "part_of_day": work.PART_OF_DAY,
    "away": work.AWAY,
    "resource": work.RESOURCE,
    "weekday": {str(n): word for n, word in work.WEEKDAY.items()},
    "vat": work.VAT,
    "tracking": work.TRACKING,
    "transfer": goods.TRANSFER,
    "count": goods.COUNT,
}


def word(kind: str, state: str) -> Word:
    """The state's word; one that has none is shown as it is, so that nothing is hidden."""
    return KINDS[kind].get(state, Word(state.replace("_", " ")))
