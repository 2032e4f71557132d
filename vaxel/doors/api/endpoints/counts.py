"""Counts of shelves, while selling goes on."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from vaxel.business.catalog.models import Part
from vaxel.business.stock import count_posting, counts
from vaxel.business.stock.models import Count as CountRow
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints.second import Approver, answer
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T20, T40, T200, Body, Empty, Money, Quantity, Shape, money


class NewCount(Body):
    """What is counted: all, a class by what moves (A, B, C), bins or parts."""

    scope: Literal["all", "class", "bins", "parts"]
    kind: Literal["", "A", "B", "C"] = ""
    bins: Annotated[list[T20], Meta(max_length=200)] = []
    parts: Annotated[list[UUID], Meta(max_length=500)] = []
    blind: bool = True
    site: UUID | None = None
    id: UUID | None = None


class Counted(Body):
    """So much of the part lies there. `add`: besides what was counted before (a scan); `together`: also what somebody
    else counted. `bin`: "–" is what lies at no bin, where the part lies in others as well."""

    part: UUID
    quantity: Quantity
    bin: T20 = ""
    lot: T40 = ""
    add: bool = False
    together: bool = False


class Finish(Body):
    """Everybody has counted. `rest_is_empty`: what nobody counted is not there."""

    rest_is_empty: bool = False


class PostCount(Body):
    """Book the differences. Above the site's limit by, or with the PIN of, somebody who has not counted."""

    reason: T200 = ""
    approved_by: Approver | None = None


class Count(Shape):
    """A count of shelves (K-84). Worths are of the differences, null for a token that may not see margins."""

    id: UUID
    number: int
    site: UUID
    scope: str
    about: str
    state: str
    lines: int
    counted: int
    right: int
    again: int
    net: Money | None
    gross: Money | None


class CountFilters(Paging):
    """Which counts."""

    site: UUID | None = None
    state: T20 = ""


def _count(ask: Ask, row: CountRow) -> Count:
    told = count_posting.result(row)
    seen = ask.sites("prices.see_margin") != frozenset()
    currency = row.site.currency
    return Count(
        id=row.pk, number=row.number, site=row.site_id, scope=row.scope, about=row.about, state=row.state,
        lines=told.lines, counted=told.counted, right=told.right, again=told.again,
        net=money(told.net_minor, currency) if seen else None,
        gross=money(told.gross_minor, currency) if seen else None,
    )  # fmt: skip


def _counting(ask: Ask, count: UUID) -> CountRow:
    return ask.one(CountRow.objects.select_related("site"), count, "site_id")


@reads("/counts", may="stock.read")
def counts_(ask: Ask, filters: CountFilters) -> Page[Count]:
    """Counts, newest first."""
    query = ask.mine(CountRow.objects.select_related("site"), wanted=filters.site)
    if filters.state:
        query = query.filter(state=filters.state)
    return cut(query, filters, lambda rows: [_count(ask, row) for row in rows])


@writes("POST", "/counts")
def begin(ask: Ask, body: NewCount) -> Count:
    """Begin a count; selling goes on."""
    parts = [ask.named(Part.objects.all(), one, f"parts[{n}]") for n, one in enumerate(body.parts)]
    return ask.do(
        counts.begin, lambda row: _count(ask, row), ask.site(body.site), scope=body.scope, parts=parts,
        bin_codes=body.bins, kind=body.kind, blind=body.blind, id=body.id,
    )  # fmt: skip


@writes("POST", "/counts/{count}/entries")
def count(ask: Ask, count: UUID, body: Counted) -> Count:
    """Say how many lie there, or that one more was scanned."""
    row = _counting(ask, count)
    part = ask.named(Part.objects.all(), body.part, "part")
    return ask.do(
        counts.count, lambda _line: _count(ask, row), row, part=part, quantity_milli=body.quantity.milli,
        bin_code=body.bin, lot=body.lot, add=body.add, together=body.together,
    )  # fmt: skip


@writes("POST", "/counts/{count}/finish")
def finish(ask: Ask, count: UUID, body: Finish) -> Count:
    """Everybody has counted; lines that are too far off are to be counted once more."""
    row = _counting(ask, count)
    return ask.do(counts.finish, lambda made: _count(ask, made), row, rest_is_empty=body.rest_is_empty)


@writes("POST", "/counts/{count}/post")
def post(ask: Ask, count: UUID, body: PostCount) -> Count:
    """Book the differences."""
    row, second = _counting(ask, count), answer(ask, body.approved_by).second
    return ask.do(count_posting.post, lambda made: _count(ask, made), row, why=body.reason, second=second)


@writes("POST", "/counts/{count}/cancel")
def drop(ask: Ask, count: UUID, body: Empty) -> Count:
    """Nothing of it counts."""
    return ask.do(counts.cancel, lambda made: _count(ask, made), _counting(ask, count))
