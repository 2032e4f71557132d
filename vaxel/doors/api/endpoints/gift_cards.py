"""Gift cards: what is on one, by its code or its id. They are sold as a line of a sale and used as a tender."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from vaxel.business.payments import gift_cards, tenders
from vaxel.business.payments.models import GiftCard as GiftCardRow
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T40, Body, Money, Shape, money
from vaxel.kernel.refusals import Forbidden


class GiftCard(Shape):
    """A card, without its code: only its last four are kept. `until`: its last day; null is for ever."""

    id: UUID
    site: UUID
    last_four: str
    balance: Money
    until: date | None
    stopped: bool
    taken_back: bool
    document: UUID
    made_at: datetime


class GiftCardFilters(Paging):
    """`document`: those that it sold."""

    site: UUID | None = None
    document: UUID | None = None


class GiftCardCode(Body):
    """What stands on the card; spaces and dashes do not matter."""

    code: Annotated[T40, Meta(min_length=1)]


@reads("/gift-cards", may="payments.read")
def cards(ask: Ask, filters: GiftCardFilters) -> Page[GiftCard]:
    """Gift cards, newest first."""
    query = ask.mine(GiftCardRow.objects.all(), wanted=filters.site)
    if filters.document is not None:
        query = query.filter(document_id=filters.document)
    return cut(query, filters, lambda rows: [_shown(row) for row in rows])


@reads("/gift-cards/{card}", may="payments.read")
def card(ask: Ask, card: UUID) -> GiftCard:
    """One gift card."""
    return _shown(ask.one(GiftCardRow.objects.all(), card, "site_id"))


@writes("POST", "/gift-cards/look-up", status=200)
def look_up(ask: Ask, body: GiftCardCode) -> GiftCard:
    """The gift card with this code, if it can be spent. It changes nothing; ten wrong codes are answered by 429."""
    if ask.sites(tenders.take.name) == frozenset():
        raise Forbidden(permission=tenders.take.name)
    return _shown(gift_cards.look_up(body.code, who=str(ask.by.id), at=ask.at).card)


def _shown(row: GiftCardRow) -> GiftCard:
    return GiftCard(
        id=row.pk, site=row.site_id, last_four=row.last_four, balance=money(row.balance_minor, row.currency),
        until=row.expires_on, stopped=row.stopped_at is not None, taken_back=row.closed_at is not None,
        document=row.document_id, made_at=row.made_at,
    )  # fmt: skip
