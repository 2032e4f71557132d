"""Registers: the tills, their journals, drawer sessions and Z reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Meta

from vaxel.business.locations.models import Register as RegisterRow
from vaxel.business.payments import drawers
from vaxel.business.payments.models import CashMovement as CashRow
from vaxel.business.payments.models import DrawerSession as SessionRow
from vaxel.business.payments.models import JournalEvent as EventRow
from vaxel.business.payments.models import ZReport as ReportRow
from vaxel.doors.api.ask import Ask, minor
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T200, Body, Empty, Money, Reason, Shape, money


class Register(Shape):
    """A till with a series and a journal of its own. `session`: the drawer session that is open now."""

    id: UUID
    site: UUID
    name: str
    session: UUID | None
    retired_at: datetime | None


class JournalEvent(Shape):
    """One event of a register's journal: numbered without gaps, chained by `hash` over `canonical` (M-50 to M-54)."""

    seq: int
    kind: str
    at: datetime
    canonical: str
    prev_hash: str
    hash: str


class DrawerSession(Shape):
    """From float to count of one drawer (kassapass). `expected` and `counted` are null while it is open."""

    id: UUID
    register: UUID
    opened_at: datetime
    opened_by: UUID | None
    float: Money
    closed_at: datetime | None
    closed_by: UUID | None
    counted: Money | None
    expected: Money | None


class ZReport(Shape):
    """A closed sales day of a register, numbered and frozen (Z-dagrapport)."""

    id: UUID
    register: UUID
    session: UUID
    number: int
    first_seq: int
    last_seq: int
    last_hash: str
    body: dict[str, Any]
    at: datetime


class RegisterFilters(Paging):
    """Which registers."""

    site: UUID | None = None


class SessionFilters(Paging):
    """Which sessions."""

    register: UUID | None = None
    open: bool | None = None


class ReportFilters(Paging):
    """Which reports."""

    register: UUID | None = None


@reads("/registers", may="drawers.read")
def registers(ask: Ask, filters: RegisterFilters) -> Page[Register]:
    """The registers of the sites the token reaches."""
    query = ask.mine(RegisterRow.objects.all(), wanted=filters.site)
    return cut(query, filters, _registers)


@reads("/registers/{register}", may="drawers.read")
def register(ask: Ask, register: UUID) -> Register:
    """One register."""
    return _registers([ask.one(RegisterRow.objects.all(), register, "site_id")])[0]


@reads("/registers/{register}/journal", may="drawers.read")
def journal(ask: Ask, register: UUID, filters: Paging) -> Page[JournalEvent]:
    """The register's journal, newest first."""
    row = ask.one(RegisterRow.objects.all(), register, "site_id")
    return cut(EventRow.objects.filter(register=row), filters, _events, by="seq")


@reads("/drawer-sessions", may="drawers.read")
def sessions(ask: Ask, filters: SessionFilters) -> Page[DrawerSession]:
    """Drawer sessions, newest first."""
    query = ask.mine(SessionRow.objects.all(), "register__site_id")
    if filters.register is not None:
        query = query.filter(register_id=filters.register)
    if filters.open is not None:
        query = query.filter(closed_at__isnull=filters.open)
    return cut(query.select_related("register__site"), filters, sessions_shown)


@reads("/drawer-sessions/{session}", may="drawers.read")
def session(ask: Ask, session: UUID) -> DrawerSession:
    """One drawer session."""
    query = SessionRow.objects.select_related("register__site")
    return sessions_shown([ask.one(query, session, "register__site_id")])[0]


@reads("/z-reports", may="drawers.read")
def reports(ask: Ask, filters: ReportFilters) -> Page[ZReport]:
    """Z reports, newest first."""
    query: QuerySet[ReportRow] = ask.mine(ReportRow.objects.all(), "register__site_id")
    if filters.register is not None:
        query = query.filter(register_id=filters.register)
    return cut(query, filters, reports_shown)


@reads("/z-reports/{report}", may="drawers.read")
def report(ask: Ask, report: UUID) -> ZReport:
    """One Z report."""
    return reports_shown([ask.one(ReportRow.objects.all(), report, "register__site_id")])[0]


def _registers(rows: Sequence[RegisterRow]) -> list[Register]:
    held = SessionRow.objects.filter(register__in=[row.id for row in rows], closed_at=None)
    open_now = dict(held.values_list("register_id", "id"))
    return [
        Register(id=row.id, site=row.site_id, name=row.name, session=open_now.get(row.id), retired_at=row.retired_at)
        for row in rows
    ]


def _events(rows: Sequence[EventRow]) -> list[JournalEvent]:
    return [
        JournalEvent(seq=row.seq, kind=row.kind, at=row.at, canonical=row.canonical, prev_hash=row.prev_hash,
                     hash=row.hash)
        for row in rows
    ]  # fmt: skip


def sessions_shown(rows: Sequence[SessionRow]) -> list[DrawerSession]:
    """Sessions as the wire has them."""
    return [_session(row, row.register.site.currency) for row in rows]


def _session(row: SessionRow, currency: str) -> DrawerSession:
    return DrawerSession(
        id=row.id, register=row.register_id, opened_at=row.opened_at, opened_by=row.opened_by_id,
        float=money(row.float_minor, currency), closed_at=row.closed_at, closed_by=row.closed_by_id,
        counted=None if row.counted_minor is None else money(row.counted_minor, currency),
        expected=None if row.expected_minor is None else money(row.expected_minor, currency),
    )  # fmt: skip


def reports_shown(rows: Sequence[ReportRow]) -> list[ZReport]:
    """Z reports as the wire has them."""
    return [
        ZReport(
            id=row.id, register=row.register_id, session=row.session_id, number=row.number, first_seq=row.first_seq,
            last_seq=row.last_seq, last_hash=row.last_hash, body=row.body, at=row.at,
        )
        for row in rows
    ]  # fmt: skip


class OpenDrawer(Body):
    """The float that lies in the drawer."""

    float: Money
    id: UUID | None = None


class NewCashMovement(Body):
    """Cash in or out that is no sale: from or to the safe, or for a small purchase."""

    kind: Literal["pay_in", "pay_out", "drop"]
    amount: Money
    note: Reason
    id: UUID | None = None


class CashMovement(Shape):
    """Cash in (positive) or out of a drawer that is no sale."""

    id: UUID
    session: UUID
    kind: str
    amount: Money
    note: str
    at: datetime


class OpeningReason(Body):
    """Why the drawer is opened."""

    reason: Reason


CoinOrNote = Annotated[str, Meta(max_length=9, pattern="^[0-9]{1,9}$")]


class CashCount(Body):
    """What was counted. `denominations`: how many of each coin and note, by its value in minor units."""

    counted: Money
    denominations: dict[
        Annotated[str, Meta(max_length=9, pattern="^[0-9]{1,9}$")], Annotated[int, Meta(ge=0, le=1_000_000)]
    ] = {}
    id: UUID | None = None
    without_tills: T200 = ""


@writes("POST", "/registers/{register}/drawer-sessions")
def open_drawer(ask: Ask, register: UUID, body: OpenDrawer) -> DrawerSession:
    """Open the register's drawer with a float."""
    row = _till(ask, register)
    amount = minor(body.float, row.site.currency, "float")
    return ask.do(drawers.open, lambda made: sessions_shown([made])[0], row, float_minor=amount, id=body.id)


@writes("POST", "/registers/{register}/cash-movements")
def move_cash(ask: Ask, register: UUID, body: NewCashMovement) -> CashMovement:
    """Record cash in or out of the drawer that is no sale."""
    row = _till(ask, register)
    amount = minor(body.amount, row.site.currency, "amount")
    said = {"kind": body.kind, "amount_minor": amount, "note_text": body.note, "id": body.id}
    return ask.do(drawers.move_cash, lambda made: _cash(made, row.site.currency), row, **said)


@writes("POST", "/registers/{register}/x-reports")
def look(ask: Ask, register: UUID, body: Empty) -> dict[str, Any]:
    """Make an X report: the day's figures so far. It resets nothing, and is itself an event of the journal."""
    return ask.do(drawers.look, lambda made: made, _till(ask, register))


@writes("POST", "/registers/{register}/z-reports")
def close(ask: Ask, register: UUID, body: CashCount) -> ZReport:
    """Count and close the drawer; the register's day ends in a numbered Z report."""
    row = _till(ask, register)
    counted = minor(body.counted, row.site.currency, "counted")
    said = {"counted_minor": counted, "denominations": body.denominations, "id": body.id,
            "without_tills": body.without_tills}  # fmt: skip
    return ask.do(drawers.close, lambda made: reports_shown([made])[0], row, **said)


@writes("POST", "/registers/{register}/openings")
def open_without_sale(ask: Ask, register: UUID, body: OpeningReason) -> Register:
    """Record that the drawer is opened without a sale."""
    row = _till(ask, register)
    return ask.do(drawers.open_without_sale, lambda _none: _registers([row])[0], row, reason=body.reason)


def _till(ask: Ask, register: UUID) -> RegisterRow:
    return ask.one(RegisterRow.objects.select_related("site"), register, "site_id")


def _cash(row: CashRow, currency: str) -> CashMovement:
    return CashMovement(
        id=row.id, session=row.session_id, kind=row.kind, amount=money(row.amount_minor, currency), note=row.note,
        at=row.at,
    )  # fmt: skip
