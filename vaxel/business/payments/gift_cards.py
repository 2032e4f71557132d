"""Gift cards (presentkort): value that whoever holds the code may spend, kept as a ledger that is never below zero.

Multi-purpose (M-36): a debt without VAT when it is sold, a tender when it is used. A card lives from the receipt that
sold it, and ends with it when nothing has been spent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import attempts
from vaxel.business.payments import gift_codes
from vaxel.business.payments.models import GiftCard, GiftCardEntry, Payment
from vaxel.business.tickets.models import Line
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import BadInput, Conflict, Refused

if TYPE_CHECKING:
    from vaxel.business.payments.tenders import Taken, Tender

KIND = "gift_card"
WRONG_MOST = 10
LAW_YEARS = {"US": 5}  # federal law; in Sweden it is as agreed (payments.md §10.2)


class UnknownGiftCard(Refused):
    """No card of ours has the code: one answer for what is mistyped, unknown and taken back."""

    status = 404
    sentence = _("No gift card of ours has that code. Read it again, letter by letter.")


class GiftCardTooLow(Refused):
    """More was asked than is on the card."""

    sentence = _("The gift card %(last)s holds %(balance)s. Take so much, and the rest another way.")


class GiftCardOver(Refused):
    """Its last day has passed."""

    sentence = _("The gift card %(last)s was valid until %(day)s. A manager may let it live longer.")


class GiftCardStopped(Refused):
    """It was reported lost."""

    sentence = _("The gift card %(last)s is stopped. See its page for why.")


class GiftCardUsed(Conflict):
    """What has been spent cannot be taken back."""

    sentence = _("The gift card %(last)s has been used, so its sale stands: what is left on it can be spent.")


class PaidByGiftCard(Refused):
    """Value would go in a circle."""

    sentence = _("A gift card is paid with money: not with a gift card, store credit or on account.")


class OtherCurrency(Refused):
    """A card is spent in the currency it was sold in."""

    sentence = _("The gift card %(last)s is in %(currency)s.")


class ReasonMissing(BadInput):
    """A card is stopped or prolonged for a reason."""

    sentence = _("Say why: it is kept with the card.")


class TooManyCodes(Refused):
    """Somebody guesses."""

    status = 429
    sentence = _("Too many codes were wrong here. Wait a quarter of an hour, or look the card up by its receipt.")


@dataclass(frozen=True, slots=True)
class Held:
    """A card that was found by its code, and what can be spent of it today."""

    card: GiftCard
    spendable_minor: int


def lives_until(day: date, years: int, country: str) -> date | None:
    """The last day of a card that is sold on `day`: so many years, to the end of that month; 0 is for ever.

    Never shorter than the law of the country lets it be.
    """
    if not years:
        return None
    years = max(years, LAW_YEARS.get(country, 0))
    year, month = divmod(day.month, 12)
    return date(day.year + years + year, month + 1, 1) - timedelta(days=1)


def lines_of(lines: Iterable[Line]) -> list[Line]:
    """The lines that sell gift cards."""
    return [line for line in lines if line.kind == KIND]


def check_paid(paid: Sequence["Tender"]) -> None:
    """Nothing, when a gift card may be bought with these tenders; refuses with PaidByGiftCard."""
    if any(one.tender in ("gift_card", "store_credit", "on_account", "instalments") for one in paid):
        raise PaidByGiftCard()


def sell(lines: Iterable[tuple[Line, int]], *, site_id: UUID, currency: str, document_id: UUID, until: date | None,
         at: datetime) -> None:  # fmt: skip
    """Each (line, minor units) is a card that can be spent; part of the action that is paid for it."""
    for line, amount in lines:
        card = GiftCard(
            id=new_id(), site_id=site_id, currency=currency, line_id=line.pk, document_id=document_id, made_at=at,
            expires_on=until,
        )  # fmt: skip
        code = gift_codes.read(gift_codes.of(card.pk))
        card.code_hash, card.last_four = gift_codes.digest(code), code[-4:]
        card.save(force_insert=True)
        move(card, amount, "sold", document_id=document_id, at=at)


def move(
    card: GiftCard, amount_minor: int, kind: str, *, payment_id: UUID | None = None, document_id: UUID | None = None,
    at: datetime,
) -> None:  # fmt: skip
    """So much more (or, negative, less) is on the card; the books are the caller's. Refuses with GiftCardTooLow."""
    changed = GiftCard.objects.filter(pk=card.pk, balance_minor__gte=-amount_minor).update(
        balance_minor=F("balance_minor") + amount_minor
    )
    if not changed:
        balance = GiftCard.objects.values_list("balance_minor", flat=True).get(pk=card.pk)
        raise GiftCardTooLow(last=card.last_four, balance=Money(balance, card.currency))
    GiftCardEntry.objects.create(
        id=new_id(), card=card, amount_minor=amount_minor, kind=kind, payment_id=payment_id, document_id=document_id,
        at=at,
    )  # fmt: skip


def spend(taken: Sequence["Taken"], *, currency: str, document_id: UUID | None, at: datetime) -> None:
    """The tenders among `taken` that are gift cards have been taken off their cards.

    Refuses with UnknownGiftCard, GiftCardStopped, GiftCardOver, OtherCurrency, GiftCardTooLow.
    """
    for one in taken:
        if one.tender.tender == KIND:
            card = find(one.tender.code, at).card
            if card.currency != currency:
                raise OtherCurrency(last=card.last_four, currency=card.currency)
            move(card, -one.settles, "used", payment_id=one.tender.id, document_id=document_id, at=at)


def find(typed: str, at: datetime) -> Held:
    """The card with the code; refuses with UnknownGiftCard, GiftCardStopped, GiftCardOver."""
    code = gift_codes.read(typed)
    rows = (
        GiftCard.objects.filter(code_hash=gift_codes.digest(code), closed_at=None) if code else GiftCard.objects.none()
    )
    card = rows.select_related("site").first()
    if card is None:
        raise UnknownGiftCard()
    if card.stopped_at:
        raise GiftCardStopped(last=card.last_four)
    if is_over(card, at):
        assert card.expires_on
        raise GiftCardOver(last=card.last_four, day=card.expires_on.isoformat())
    return Held(card, card.balance_minor)


def look_up(typed: str, *, who: str, at: datetime) -> Held:
    """The card with the code, for a till or a program that has ten wrong tries in a quarter of an hour.

    Outside any transaction, for the try counts whatever becomes of it. Refuses with TooManyCodes and as `find` does.
    """
    subject = f"gift-card:{who}"
    if attempts.begin(subject, at, WRONG_MOST) is None:
        raise TooManyCodes()
    held = find(typed, at)
    attempts.succeed(subject)
    return held


def is_over(card: GiftCard, at: datetime) -> bool:
    """Whether its last day has passed where it was sold."""
    return card.expires_on is not None and clock.local(at, card.site.time_zone).date() > card.expires_on


def put_back(paid: Payment | None, amount_minor: int, *, refund_id: UUID, at: datetime) -> GiftCard:
    """What a gift card paid is on that card again (M-33). Refuses with UnknownGiftCard when no card paid it."""
    used = GiftCardEntry.objects.filter(payment=paid, kind="used").select_related("card").first() if paid else None
    if used is None:
        raise UnknownGiftCard()
    move(used.card, amount_minor, "refund", payment_id=refund_id, at=at)
    return used.card


def take_back(line_ids: Iterable[UUID], *, document_id: UUID, at: datetime) -> None:
    """The cards that these lines sold are worth nothing any more. Refuses with GiftCardUsed."""
    for card in GiftCard.objects.select_for_update().filter(line_id__in=[*line_ids], closed_at=None).order_by("id"):
        if GiftCardEntry.objects.filter(card=card).exclude(kind="sold").exists():
            raise GiftCardUsed(last=card.last_four)
        move(card, -card.balance_minor, "taken_back", document_id=document_id, at=at)
        GiftCard.objects.filter(pk=card.pk).update(closed_at=at)


@action("gift_cards.stop", site=lambda card, **_: card.site_id)
def stop(card: GiftCard, *, stopped: bool, reason: str, by: Actor, at: datetime) -> GiftCard:
    """The card cannot be spent, or can be again: it was lost, and found. Refuses with ReasonMissing."""
    note(reason=_reason(reason), stopped=stopped)
    GiftCard.objects.filter(pk=card.pk).update(stopped_at=at if stopped else None)
    return _touched(card)


@action("gift_cards.prolong", site=lambda card, **_: card.site_id)
def prolong(card: GiftCard, *, until: date | None, reason: str, by: Actor, at: datetime) -> GiftCard:
    """The card can be spent until that day (None: for ever). Refuses with ReasonMissing."""
    note(reason=_reason(reason), before=str(card.expires_on or ""), after=str(until or ""))
    GiftCard.objects.filter(pk=card.pk).update(expires_on=until)
    return _touched(card)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing()
    return reason.strip()


def _touched(card: GiftCard) -> GiftCard:
    touch(card)
    card.refresh_from_db()
    return card
