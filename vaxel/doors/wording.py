"""The word, colour and icon of every state a screen shows: one table per kind. Colour never stands alone.

Portal, office and papers take the words from here, so that one state has one name everywhere (words.md, W-2).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.exports.states import BATCH, UNIT
from vaxel.business.messaging.states import MESSAGE
from vaxel.business.purchasing import lost_sales, states
from vaxel.business.schedule import calendars
from vaxel.business.service import attempts
from vaxel.business.tyres.states import SET
from vaxel.kernel.states import Machine


@dataclass(frozen=True, slots=True)
class Word:
    """What a state is called and how it looks; colours are those of `.chip`."""

    text: str | Promise
    colour: str = ""
    icon: str = "circle"


ORDER = {
    "draft": Word(_("Draft"), "", "circle-dashed"),
    "awaiting_approval": Word(_("Awaiting answer"), "blue", "send"),
    "waiting_approval": Word(_("Finding awaits answer"), "blue", "send"),
    "lost": Word(pgettext_lazy("ticket", "Lost"), "", "circle-x"),
    "open": Word(_("To be started"), "accent", "circle"),
    "scheduled": Word(_("Scheduled"), "accent", "calendar"),
    "in_progress": Word(_("In progress"), "accent", "wrench"),
    "waiting_customer": Word(_("Waits for the customer"), "amber", "circle-pause"),
    "waiting_parts": Word(_("Waits for parts"), "amber", "package"),
    "waiting_sublet": Word(_("Waits for sublet work"), "amber", "circle-pause"),
    "waiting_resource": Word(_("Waits for a resource"), "amber", "circle-pause"),
    "waiting_other": Word(_("On hold"), "amber", "circle-pause"),
    "ready": Word(_("Ready"), "green", "flag"),
    "invoiced": Word(_("Invoiced"), "", "receipt-text"),
    "void": Word(_("Void"), "", "ban"),
}  # fmt: skip
DECISION = {
    "undecided": Word(_("Not answered"), "", "circle-dashed"),
    "sent": Word(_("Awaits answer"), "blue", "send"),
    "approved": Word(_("Approved"), "green", "circle-check"),
    "declined": Word(_("Declined"), "red", "thumbs-down"),
    "later": Word(_("Later"), "amber", "clock"),
    "stale": Word(_("Changed since approval"), "amber", "triangle-alert"),
    "not_chosen": Word(_("Not chosen"), "", "minus"),
}
INSPECTION = {
    "open": Word(_("Being done"), "accent", "wrench"),
    "done": Word(_("Done, to be confirmed"), "amber", "clipboard-check"),
    "confirmed": Word(_("Confirmed"), "green", "circle-check"), "cancelled": Word(_("Cancelled"), "", "x"),
}  # fmt: skip
FINDING = {
    "green": Word(_("Fine"), "green", "circle-check"),
    "amber": Word(_("Soon"), "amber", "clock-alert"),
    "red": Word(_("Now"), "red", "triangle-alert"),
    "not_inspected": Word(_("Not inspected"), "", "minus"),
}
WORK = {
    "pending": Word(_("Not started"), "", "circle"),
    "in_progress": Word(_("In progress"), "accent", "wrench"),
    "on_hold": Word(_("On hold"), "amber", "circle-pause"),
    "completed": Word(_("Completed"), "green", "check"),
    "cancelled": Word(_("Cancelled"), "", "x"),
}
HOLD = {
    "approval": Word(_("awaits approval")), "customer": Word(_("waits for the customer")),
    "parts": Word(_("waits for parts")), "sublet": Word(_("waits for sublet work")),
    "resource": Word(_("waits for a resource")), "other": Word(_("other reason")),
}  # fmt: skip
TENDER = {
    "cash": Word(_("Cash"), "", "banknote"),
    "card": Word(_("Card"), "", "credit-card"),
    "swish": Word("Swish", "", "phone"),
    "bank": Word(_("Bank transfer"), "", "landmark"),
    "store_credit": Word(_("Store credit"), "", "gift"),
    "gift_card": Word(_("Gift card"), "", "gift"),
    "on_account": Word(_("On account"), "", "file-text"),
    "instalments": Word(_("In parts"), "", "calendar-clock"),
}
PAYOUT = {
    "matched": Word(_("Matches to the last öre"), "green", "circle-check"),
    "odd": Word(_("Does not match"), "amber", "triangle-alert"), "failed": Word(_("Sent back"), "red", "undo-2"),
}  # fmt: skip
PAYOUT_ROW = {
    "charge": Word(pgettext_lazy("payout", "Payment")), "refund": Word(pgettext_lazy("payout", "Refund")),
    "refund_failure": Word(_("Refund that failed")), "fee": Word(_("The provider's fee")),
    "dispute": Word(_("Disputed")), "dispute_reversal": Word(_("Dispute won")),
}  # fmt: skip
PAYOUT_ODD = {
    "unknown": Word(_("No payment of ours"), "red", "circle-question-mark"),
    "amount": Word(_("Another amount than ours"), "red", "coins"),
    "state": Word(_("Not taken in our books"), "red", "circle-question-mark"),
    "twice": Word(_("In another payout too"), "red", "copy"),
    "category": Word(_("A kind of row we do not know"), "amber", "circle-question-mark"),
}  # fmt: skip
PLAN = {
    "running": Word(pgettext_lazy("plan", "Being paid"), "blue", "calendar-clock"),
    "late": Word(pgettext_lazy("plan", "Late"), "red", "clock-alert"),
    "paid": Word(pgettext_lazy("plan", "Paid"), "green", "circle-check"),
    "ended": Word(pgettext_lazy("plan", "Ended"), "amber", "ban"),
}
GIFT_CARD = {
    "live": Word(pgettext_lazy("gift card", "Can be spent"), "green", "circle-check"),
    "empty": Word(pgettext_lazy("gift card", "Used up"), "", "check"),
    "over": Word(pgettext_lazy("gift card", "Too old"), "amber", "clock-alert"),
    "stopped": Word(pgettext_lazy("gift card", "Stopped"), "red", "circle-x"),
    "taken_back": Word(pgettext_lazy("gift card", "Taken back"), "", "undo-2"),
}
GIFT_CARD_ENTRY = {
    "sold": Word(pgettext_lazy("gift card", "Sold")), "used": Word(pgettext_lazy("gift card", "Used")),
    "refund": Word(pgettext_lazy("gift card", "Given back")),
    "taken_back": Word(pgettext_lazy("gift card", "Taken back")),
}  # fmt: skip
PAYMENT = {
    "pending": Word(_("Waits for the terminal"), "blue", "hourglass"),
    "unknown": Word(_("Unknown: check the terminal"), "amber", "circle-question-mark"),
    "taken": Word(_("Taken"), "green", "circle-check"),
    "declined": Word(_("Payment declined"), "red", "circle-x"),
    "cancelled": Word(_("Payment cancelled"), "", "x"),
    "cancelling": Word(_("Being cancelled"), "amber", "hourglass"),
}
DOCUMENT = {
    "invoice": Word(_("Invoice"), "", "file-text"),
    "receipt": Word(_("Receipt"), "", "receipt"),
    "credit_note": Word(_("Credit note"), "", "file-minus"),
    "return_receipt": Word(_("Return receipt"), "", "undo-2"),
    "deposit": Word(_("Deposit"), "", "hand-coins"),
}
TICKET_KIND = {
    "service": Word(_("Workshop"), "", "wrench"),
    "counter": Word(_("Counter sale"), "", "shopping-cart"),
    "internal": Word(_("Internal"), "", "house"),
}
LINE_KIND = {
    "labour": Word(_("Labour"), "", "clock"),
    "part": Word(_("Part"), "", "package"),
    "sublet": Word(_("Sublet work"), "", "external-link"),
    "fee": Word(_("Fee"), "", "tag"),
    "core": Word(_("Core charge"), "", "refresh-cw"),
    "gift_card": Word(_("Gift card"), "", "gift"),
    "discount": Word(_("Discount"), "", "percent"),
    "note": Word(pgettext_lazy("a line of text", "Note"), "", "message-square"),
    "placeholder": Word(_("To be chosen"), "amber", "circle-question-mark"),
}
PRICE_KIND = {
    "fixed": Word(_("Fixed price")), "rough": Word(_("Rough price")), "max": Word(_("Highest price")),
    "running": Word(_("Running account")),
}  # fmt: skip
SAID = {"approve": DECISION["approved"], "decline": DECISION["declined"], "later": DECISION["later"]}
DEFERRED = {"declined": DECISION["declined"], "later": DECISION["later"]}
PARTY_KIND = {
    "private": Word(_("Private customer"), "", "user"),
    "company": Word(_("Company"), "", "building"),
    "walk_in": Word(_("Walk-in customer"), "", "user"),
}
SOURCE = {
    "check_in": Word(_("at check-in")), "check_out": Word(_("at hand-over")), "customer": Word(_("by the customer")),
    "register": Word(_("from a register")), "typed": Word(_("typed")), "inspection": Word(_("at an inspection")),
    "estimate": Word(_("estimated")),
}  # fmt: skip
FUEL = {
    "petrol": Word(_("Petrol")), "diesel": Word(_("Diesel")), "electric": Word(_("Electric")),
    "hybrid": Word(_("Hybrid")), "plugin_hybrid": Word(_("Plug-in hybrid")), "ethanol": Word(_("Ethanol")),
    "gas": Word(_("Gas")), "hydrogen": Word(_("Hydrogen")), "other": Word(_("Other fuel")),
}  # fmt: skip
MOVEMENT = {
    "receipt": Word(_("goods received")), "sale": Word(_("sold")), "issue": Word(_("issued to a job")),
    "customer_return": Word(_("returned by a customer")), "adjust": Word(_("adjusted")),
    "adjustment": Word(_("adjusted")), "scrap": Word(_("scrapped")), "count": Word(_("counted")),
    "transfer_out": Word(_("moved away")), "transfer_in": Word(_("moved here")),
    "supplier_return": Word(_("returned to the supplier")), "opening": Word(_("opening balance")),
    "build": Word(_("kit built or taken apart")),
}  # fmt: skip
TRACKING = {
    "none": Word(_("counted only")), "lot": Word(_("by lot")), "dot": Word(_("tyres by DOT week")),
    "serial": Word(_("each piece by its serial number")),
}  # fmt: skip
CODE = {
    "barcode": Word(_("barcode")), "supplier": Word(_("supplier's number")), "original": Word(_("maker's number")),
    "old": Word(_("old number")),
}  # fmt: skip
CASH = {
    "pay_in": Word(_("Pay-in"), "", "plus"), "pay_out": Word(_("Pay-out"), "", "minus"),
    "drop": Word(_("To safe or bank"), "", "landmark"),
}  # fmt: skip
FISCAL = {
    "SE_DECLARED": Word(_("Declared cash register")),
    "SE_EXEMPT": Word(_("Exempt by the company's own statement")),
    "SE_UNDECLARED": Word(_("Cash register not declared")),
    "NONE": Word(""),
}
LONG_WORK = {
    "waiting": Word(pgettext_lazy("long work", "Waits its turn"), "blue", "hourglass"),
    "running": Word(pgettext_lazy("long work", "Being made"), "accent", "refresh-cw"),
    "done": Word(pgettext_lazy("long work", "Ready"), "green", "circle-check"),
    "failed": Word(pgettext_lazy("long work", "Failed"), "red", "circle-x"),
    "cancelled": Word(pgettext_lazy("long work", "Cancelled"), "", "x"),
}
HOW = {
    "drop_off": Word(_("leaves the car"), "", "key"), "waits": Word(_("waits here"), "blue", "coffee"),
    "loan_car": Word(_("borrows a car"), "", "car"), "after_hours": Word(_("leaves it after hours"), "", "moon"),
}  # fmt: skip
VISIT = {
    "new": Word(_("To be answered"), "amber", "circle-question-mark"),
    "offered": Word(_("Offered another time"), "blue", "send"),
    "taken": Word(pgettext_lazy("request for a time", "Booked"), "green", "calendar-check"),
    "declined": Word(pgettext_lazy("request for a time", "Declined"), "", "circle-x"),
}
PART_OF_DAY = {"morning": Word(_("Morning")), "afternoon": Word(_("Afternoon"))}
AWAY = {key: Word(text) for key, text in calendars.REASONS.items()}
RESOURCE = {
    "bay": Word(_("Lift or bay"), "", "warehouse"), "equipment": Word(_("Equipment"), "", "hammer"),
    "loan_car": Word(_("Loan car"), "", "car"), "seat": Word(_("Seat in the waiting room"), "", "coffee"),
}  # fmt: skip
WEEKDAY = dict(enumerate((
    Word(_("Monday")), Word(_("Tuesday")), Word(_("Wednesday")), Word(_("Thursday")), Word(_("Friday")),
    Word(_("Saturday")), Word(_("Sunday")),
)))  # fmt: skip
VAT = {
    "standard": Word(_("Standard rate")), "reduced": Word(_("Reduced rate")), "low": Word(_("Low rate")),
    "exempt": Word(_("Exempt from VAT")), "outside": Word(_("Outside VAT")), "reverse": Word(_("Reverse charge")),
}  # fmt: skip
CATEGORY = {
    "brakes": Word(_("Brakes")), "engine": Word(_("Engine")), "transmission": Word(_("Transmission")),
    "suspension": Word(_("Suspension")), "electrical": Word(_("Electrical")), "tyres": Word(_("Tyres")),
    "service": Word(_("Service")), "body": Word(_("Body")), "diagnosis": Word(_("Diagnosis")),
    "other": Word(_("Other work")),
}  # fmt: skip
CONSENT_CHANNEL = {
    "sms": Word("SMS", "", "message-square"), "mail": Word(_("E-mail"), "", "mail"),
    "phone": Word(_("Phone"), "", "phone"), "post": Word(_("Letter"), "", "file-text"),
}  # fmt: skip
CONSENT_PURPOSE = {
    "service": Word(_("About the work on the car")), "reminder": Word(_("Reminders")), "offer": Word(_("Offers")),
    "review": Word(_("Asked what they thought")),
}  # fmt: skip
PRINT_JOB = {
    "queued": Word(pgettext_lazy("print job", "In the queue"), "blue", "hourglass"),
    "sending": Word(pgettext_lazy("print job", "Being printed"), "accent", "printer"),
    "printed": Word(pgettext_lazy("print job", "Printed"), "green", "printer-check"),
    "failed": Word(pgettext_lazy("print job", "Did not come out"), "red", "circle-x"),
    "cancelled": Word(pgettext_lazy("print job", "Cancelled"), "", "x"),
}
QUOTE = {
    "sent": Word(_("Sent"), "blue", "send"),
    "opened": Word(_("Opened"), "accent", "eye"),
    "answered": Word(_("Answered"), "green", "circle-check"),
    "expired": Word(_("Expired"), "amber", "clock-alert"),
    "over": Word(pgettext_lazy("ticket", "Lost"), "", "circle-x"),
}
TRANSFER = {
    "requested": Word(pgettext_lazy("transfer", "Asked for"), "blue", "send"),
    "approved": Word(pgettext_lazy("transfer", "To be picked"), "accent", "package-check"),
    "sent": Word(pgettext_lazy("transfer", "On the road"), "amber", "truck"),
    "part_received": Word(pgettext_lazy("transfer", "Something is missing"), "red", "triangle-alert"),
    "closed": Word(pgettext_lazy("transfer", "Done"), "green", "circle-check"),
    "cancelled": Word(pgettext_lazy("transfer", "Cancelled"), "", "ban"),
}
COUNT = {
    "open": Word(pgettext_lazy("count", "Being counted"), "accent", "scan-barcode"),
    "counted": Word(pgettext_lazy("count", "To be booked"), "amber", "clipboard-check"),
    "posted": Word(pgettext_lazy("count", "Booked"), "green", "circle-check"),
    "cancelled": Word(pgettext_lazy("count", "Cancelled"), "", "ban"),
}
FEE = {
    "hung": Word(_("Follows a part"), "", "package"),
    "core": Word(_("Core charge"), "", "refresh-cw"),
    "supplies": Word(_("Supplies per job"), "", "calculator"),
}
_LOOKS = {
    "draft": ("", "circle-dashed"), "sent": ("blue", "send"), "confirmed": ("accent", "circle-check"),
    "part_received": ("amber", "package-open"), "received": ("green", "package-check"), "closed": ("", "lock"),
    "cancelled": ("", "x"), "waiting": ("blue", "hourglass"), "sending": ("blue", "send"),
    "unknown": ("amber", "circle-question-mark"), "refused": ("red", "circle-x"), "withdrawn": ("", "undo-2"),
    "entered": ("blue", "file-text"), "posted": ("green", "circle-check"), "agreed": ("accent", "circle-check"),
    "shipped": ("blue", "truck"), "credited": ("green", "circle-check"), "owed_by_customer": ("amber", "user"),
    "in_bank": ("accent", "package"), "collected": ("blue", "truck"), "rejected": ("red", "circle-x"),
    "scrapped": ("", "trash"), "lost": ("", "circle-x"), "waived": ("", "gift"), "expired": ("", "clock-alert"),
    "approved": ("green", "circle-check"), "part_approved": ("amber", "circle-check"), "settled": ("green", "check"),
}  # fmt: skip


def _of(machine: Machine, looks: Mapping[str, tuple[str, str]] = _LOOKS) -> dict[str, Word]:
    """A machine's states in its own words, as they look everywhere in purchasing; each state has a look."""
    return {state: Word(machine.names[state], *looks[state]) for state in machine.moves}


AGREES = {
    "match": Word(_("Agrees"), "green", "circle-check"), "price": Word(_("The price differs"), "amber", "coins"),
    "quantity": Word(_("Billed, not received"), "amber", "package-x"),
    "not_ordered": Word(_("Not ordered"), "red", "circle-question-mark"),
}  # fmt: skip
BILL_LINE = {
    "goods": Word(_("Goods"), "", "package"), "freight": Word(_("Freight"), "", "truck"),
    "core": Word(_("Core charge"), "", "refresh-cw"), "other": Word(_("Other"), "", "file-text"),
    "return": Word(_("Returned goods"), "", "undo-2"), "claim": Word(_("Claim"), "", "message-square"),
}  # fmt: skip
BACK = {
    "wrong": Word(_("wrong part")), "defective": Word(_("faulty")), "not_used": Word(_("not used")),
    "too_many": Word(_("too many")), "core": Word(_("cores")), "warranty": Word(_("warranty")),
}  # fmt: skip
CLAIM_KIND = {
    "warranty": Word(_("Warranty"), "", "shield"), "price": Word(_("Price"), "", "coins"),
    "quantity": Word(_("Quantity"), "", "package-x"),
}  # fmt: skip
HEARD = {
    "live": Word(_("asked just now"), "green", "zap"), "offer": Word(_("from the price list"), "", "file-text"),
    "late": Word(_("did not answer in time"), "amber", "clock-alert"), "down": Word(_("no contact"), "red", "wifi-off"),
    "unknown": Word(_("does not know the number"), "", "circle-question-mark"),
}  # fmt: skip
SEND_BY = {
    "hand": Word(_("by hand"), "", "phone"), "mail": Word(_("by e-mail"), "", "mail"),
    "link": Word(_("to their system"), "", "link"),
}  # fmt: skip
SPECIAL = {
    "none": Word(_("On order"), "blue", "truck"), "some": Word(_("Part of it is here"), "amber", "package-open"),
    "all": Word(_("All is here"), "green", "package-check"),
    "back_ordered": Word(_("Back-ordered"), "red", "clock-alert"),
}  # fmt: skip
_MESSAGE_LOOKS = {
    "waiting": ("blue", "hourglass"), "sending": ("accent", "send"), "sent": ("accent", "send"),
    "delivered": ("green", "circle-check"), "failed": ("red", "circle-x"), "unknown": ("amber", "circle-question-mark"),
}  # fmt: skip
TYRES = {
    "summer": Word(_("Summer"), "", "sun"), "winter": Word(_("Winter, no studs"), "", "thermometer"),
    "studded": Word(_("Winter, studded"), "", "thermometer"), "all_year": Word(_("All year"), "", "calendar"),
}  # fmt: skip
WHEEL = {
    "VF": Word(_("Left front")), "HF": Word(_("Right front")), "VB": Word(_("Left rear")), "HB": Word(_("Right rear")),
}  # fmt: skip
TREAD = {
    "green": Word(pgettext_lazy("tread", "Good"), "green", "circle-check"),
    "amber": Word(pgettext_lazy("tread", "Soon worn"), "amber", "triangle-alert"),
    "red": Word(pgettext_lazy("tread", "Unsafe"), "red", "circle-x"),
}
TYRE_AGE = {"amber": Word(_("Getting old"), "amber", "clock"), "red": Word(_("Too old"), "red", "clock-alert")}
WHEELS = {
    "stored": Word(SET.names["stored"], "green", "warehouse"), "fitted": Word(SET.names["fitted"], "accent", "car"),
    "customer": Word(SET.names["customer"], "", "user"), "discarded": Word(SET.names["discarded"], "", "trash"),
}  # fmt: skip
POLICY_FOR = {"private": Word(_("Consumers")), "company": Word(_("Companies"))}
COMBINE = {
    "min": Word(_("the lower of the two")), "max": Word(_("the higher of the two")),
    "pct_only": Word(_("the share alone")),
}  # fmt: skip
POLICY_BASIS = {"incl": Word(_("with VAT")), "excl": Word(_("without VAT"))}
POLICY_RECORD = {
    "number": Word(_("Number or address")), "gist": Word(_("What was said, in short")),
    "odometer": Word(_("The odometer reading")),
}  # fmt: skip
OLD_PARTS = {
    "on_request": Word(_("When the customer asks")), "always": Word(pgettext_lazy("old parts", "Always")),
    "no": Word(pgettext_lazy("old parts", "No")),
}  # fmt: skip
CHANNEL = {key: Word(text) for key, text in attempts.CHANNELS.items()}
ATTEMPT = {key: Word(text) for key, text in attempts.RESULTS.items()}
UNASKED = {key: Word(text) for key, text in attempts.REASONS.items()}
_EXPORT_LOOKS = {
    "ready": ("accent", "circle"), "sending": ("accent", "send"), "sent": ("blue", "file-text"),
    "retry_wait": ("amber", "hourglass"), "data_error": ("red", "circle-x"),
    "unknown": ("amber", "circle-question-mark"), "skipped": ("", "minus"), "confirmed": ("green", "circle-check"),
    "made": ("blue", "file-text"), "imported": ("green", "circle-check"), "unread": ("", "undo-2"),
}  # fmt: skip
EXPORT_KIND = {
    "Z_DAY": Word(_("Z report"), "", "receipt"), "INVOICE": Word(_("Invoice"), "", "file-text"),
    "CREDIT": Word(_("Credit note"), "", "file-minus"), "DEPOSIT": Word(_("Deposit"), "", "hand-coins"),
    "PAYMENT": Word(_("Payment"), "", "wallet"), "STOCK": Word(_("Stock"), "", "package"),
    "SUPPLIER": Word(_("Supplier bill"), "", "factory"), "CORRECTION": Word(_("Voucher"), "", "book-open"),
}  # fmt: skip
ACCOUNTING = {
    "sie": Word(_("SIE file"), "", "file-down"), "fortnox": Word("Fortnox", "", "link"),
    "quickbooks": Word("QuickBooks Online", "", "link"), "xero": Word("Xero", "", "link"),
}  # fmt: skip
LOST = {key: Word(text) for key, text in lost_sales.REASONS.items()}
KINDS: dict[str, dict[str, Word]] = {
    "purchase": _of(states.ORDER), "dispatch": _of(states.DISPATCH), "bill": _of(states.BILL),
    "back": _of(states.RETURN), "core": _of(states.CORE), "claim": _of(states.CLAIM), "agrees": AGREES,
    "bill_line": BILL_LINE, "back_why": BACK, "claim_kind": CLAIM_KIND, "heard": HEARD, "send_by": SEND_BY,
    "special": SPECIAL, "lost": LOST, "message": _of(MESSAGE, _MESSAGE_LOOKS),
    "policy_for": POLICY_FOR, "combine": COMBINE, "policy_basis": POLICY_BASIS, "policy_record": POLICY_RECORD,
    "old_parts": OLD_PARTS, "said": SAID, "tried_by": CHANNEL, "attempt": ATTEMPT, "unasked": UNASKED,
    "tyres": TYRES, "wheel": WHEEL, "tread": TREAD, "tyre_age": TYRE_AGE, "wheels": WHEELS,
    "inspection": INSPECTION, "finding": FINDING, "export": _of(UNIT, _EXPORT_LOOKS),
    "export_file": _of(BATCH, _EXPORT_LOOKS), "export_kind": EXPORT_KIND, "accounting": ACCOUNTING,
    "order": ORDER, "decision": DECISION, "work": WORK, "hold": HOLD, "tender": TENDER, "payment": PAYMENT,
    "gift_card_state": GIFT_CARD, "plan": PLAN, "payout": PAYOUT,
    "payout_row": PAYOUT_ROW, "payout_odd": PAYOUT_ODD, "gift_card_entry": GIFT_CARD_ENTRY,
    "document": DOCUMENT, "ticket": TICKET_KIND, "line": LINE_KIND, "price": PRICE_KIND, "deferred": DEFERRED,
    "party": PARTY_KIND, "source": SOURCE, "fiscal": FISCAL, "movement": MOVEMENT, "code": CODE, "cash": CASH,
    "fuel": FUEL, "long_work": LONG_WORK, "fee": FEE, "quote": QUOTE, "print_job": PRINT_JOB, "category": CATEGORY,
    "channel": CONSENT_CHANNEL, "purpose": CONSENT_PURPOSE, "how": HOW, "visit": VISIT, "part_of_day": PART_OF_DAY,
    "away": AWAY, "resource": RESOURCE,
    "weekday": {str(n): word for n, word in WEEKDAY.items()},
    "vat": VAT, "tracking": TRACKING, "transfer": TRANSFER, "count": COUNT,
}  # fmt: skip


def word(kind: str, state: str) -> Word:
    """The state's word; one that has none is shown as it is, so that nothing is hidden."""
    return KINDS[kind].get(state, Word(state.replace("_", " ")))


# Why a card was not charged, by group: what the cashier can do about it, never what the bank thinks of the customer.
WHY = {
    "insufficient_funds": _("the account does not hold so much. Split the payment, or take another card."),
    "withdrawal_count_limit_exceeded": _("the card's limit is reached. Split the payment, or take another card."),
    "expired_card": _("the card has expired. Take another card."),
    "incorrect_pin": _("the PIN was wrong. Try again."),
    "pin_try_exceeded": _("the PIN was wrong too many times. Take another card."),
    "offline_pin_required": _("the card has to be inserted and the PIN given. Try again."),
    "online_or_offline_pin_required": _("the card has to be inserted and the PIN given. Try again."),
    "processing_error": _("the bank could not answer. Try again, or take another card."),
    "try_again_later": _("the bank could not answer. Try again, or take another card."),
    "call_issuer": _("the bank said no. Try again, or take another card."),
    "generic_decline": _("the bank said no. Try again, or take another card."),
    "customer_canceled": _("the customer cancelled on the terminal."),
    "terminal_reader_busy": _("the terminal is busy. Wait until it is free, and try again."),
    "terminal_reader_offline": _("the terminal has no contact. See that it has power and network."),
    "terminal_reader_timeout": _("the terminal did not answer. Try again."),
    "amount_too_small": _("so small an amount cannot be taken by card. Take cash, or put it together with more."),
}


def why(reason: str) -> str:
    """The reason in words; one that has none is "declined" and no more."""
    return str(WHY.get(reason, _("the card was declined. Take another card.")))
