"""Drawers: from float to count, pay-ins and pay-outs between, and the day's close with its Z report (R-19, M-56)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger, recipes
from vaxel.business.locations import enrolments, registers
from vaxel.business.locations.models import Device, Register
from vaxel.business.payments import tills, z_reports
from vaxel.business.payments.events import DrawerClosed
from vaxel.business.payments.models import CashMovement, DrawerSession, Payment, ZReport
from vaxel.business.tickets import costing
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict

HIGHEST_MINOR = 10_000_000_00
_KINDS = {"pay_in": _("Cash in"), "pay_out": _("Cash out"), "drop": _("Cash to the safe")}
SIDES = {"pay_in": "cash_in_transit", "pay_out": "internal_use", "drop": "cash_in_transit"}


class DrawerOpen(Conflict):
    """One drawer, one session."""

    sentence = _("The drawer of %(register)s is open already, since %(since)s.")


class AlreadyClosed(Conflict):
    """Somebody else closed the day (F-51)."""

    sentence = _("The drawer of %(register)s was closed already by %(who)s, Z report %(number)s.")


class WrongCash(BadInput):
    """A sum of cash that cannot be."""

    sentence = _("Cash is counted from zero to 10 000 000, in whole coins and notes.")


class NoteMissing(BadInput):
    """Cash in or out says why."""

    sentence = _("Say what the cash was for: it is printed on the day's report.")


class NotSoMuch(Conflict):
    """More out than is in."""

    sentence = _("There is not so much cash in the drawer.")


class TillsWaiting(Conflict):
    """Sales may lie at a till that has not sent them (F-53)."""

    sentence = _(
        "The day cannot be closed yet: %(tills)s. Switch them on and let them send, or say why you close without them; "
        "what comes later counts in the next report."
    )


@action("drawers.open", site=lambda register, **_: register.site_id)
def open(register: Register, *, float_minor: int, id: UUID | None = None, by: Actor, at: datetime) -> DrawerSession:
    """The register's drawer is open with this float. Refuses with DrawerOpen, WrongCash."""
    _check_cash(float_minor)
    till = tills.open_till(register)
    held = DrawerSession.objects.filter(register=register, closed_at=None).first()
    if held:
        raise DrawerOpen(register=register.name, since=held.opened_at.strftime("%Y-%m-%d %H:%M"))
    session = DrawerSession.objects.create(
        id=id or new_id(), register=register, opened_at=at, opened_by_id=_staff(by), float_minor=float_minor
    )
    late_cash = Payment.objects.filter(register=register, session=None, tender="cash", state="taken")
    late_cash.update(session=session)  # told of when the drawer was closed already: it counts in this one (F-11)
    till.journal("float_set", {"session": session.pk.hex, "amount": float_minor}, by=by, at=at)
    return session


def _staff(by: Actor) -> UUID | None:
    return by.id if by.kind == "staff" else None


def _check_cash(minor: int) -> None:
    if not 0 <= minor <= HIGHEST_MINOR:
        raise WrongCash()


@action("drawers.move_cash", site=lambda register, **_: register.site_id)
def move_cash(
    register: Register, *, kind: str, amount_minor: int, note_text: str, id: UUID | None = None,
    has_happened: bool = False, by: Actor, at: datetime,
) -> CashMovement:  # fmt: skip
    """Cash came in (`pay_in`) or went out (`pay_out` with a voucher, `drop` to the safe or bank), booked (P-9).

    `has_happened`: a till tells of it, so nobody asks whether there was so much.
    Refuses with WrongCash, NoteMissing, NotSoMuch, DrawerNotOpen.
    """
    _check_cash(amount_minor)
    if kind not in SIDES or not amount_minor:
        raise WrongCash()
    if not note_text.strip():
        raise NoteMissing()
    till = tills.open_till(register, needs_drawer=True)
    session = DrawerSession.objects.get(register=register, closed_at=None)
    signed = amount_minor if kind == "pay_in" else -amount_minor
    if not has_happened and expected(session) + signed < 0:
        raise NotSoMuch()
    moved = CashMovement.objects.create(
        id=id or new_id(), session=session, kind=kind, amount_minor=signed, role=SIDES[kind], note=note_text.strip(),
        at=at,
    )  # fmt: skip
    ledger.write(
        [ledger.Draft(
            site_id=register.site_id, day=costing.business_day(register.site, at),
            text=ledger.worded(_KINDS[kind], register.name, moved.note),
            source_kind="cash_movement", source_id=moved.pk, currency=register.site.currency,
            series=till.ledger_series, postings=[("cash", signed), (SIDES[kind], -signed)],
        )],
        at=at,
    )  # fmt: skip
    till.journal("pay_in" if kind == "pay_in" else "pay_out", {"amount": amount_minor, "session": session.pk.hex,
                                                               "drop": kind == "drop"}, by=by, at=at)  # fmt: skip
    return moved


@action("drawers.open_without_sale", site=lambda register, **_: register.site_id)
def open_without_sale(register: Register, *, reason: str, by: Actor, at: datetime) -> None:
    """The drawer was opened without a sale; it is in the journal with the reason's place (R-19)."""
    if not reason.strip():
        raise NoteMissing()
    till = tills.open_till(register)
    note(reason=reason.strip(), register=register.name)
    till.journal("drawer_open", {"reason": "no_sale"}, by=by, at=at)


def expected(session: DrawerSession) -> int:
    """What should lie in the drawer: float, cash kept, pay-ins less pay-outs. Two statements."""
    cash = Payment.objects.filter(session=session, state="taken").aggregate(
        settled=Sum("amount_minor"), rounding=Sum("rounding_minor")
    )
    moved = CashMovement.objects.filter(session=session).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return session.float_minor + (cash["settled"] or 0) + (cash["rounding"] or 0) + moved


@action("drawers.close", site=lambda register, **_: register.site_id)
def close(
    register: Register, *, counted_minor: int, denominations: Mapping[str, int] | None = None,
    id: UUID | None = None, without_tills: str = "", by: Actor, at: datetime,
) -> ZReport:  # fmt: skip
    """The drawer is counted and closed, the difference booked (P-9), and the register's day ends in a numbered Z.

    Nothing is recomputed: the Z sums the stored events since the last one. `without_tills`: why it is closed although
    tills of the register may hold sales. Refuses with AlreadyClosed, WrongCash, TillsWaiting.
    """
    _check_cash(counted_minor)
    missing = enrolments.unsettled(register, at)
    if missing and not without_tills.strip():
        raise TillsWaiting(tills="; ".join(_how_it_stands(one) for one in missing))
    till = tills.open_till(register)
    session = DrawerSession.objects.filter(register=register, closed_at=None).first()
    if session is None:
        raise _closed_by(register)
    should = expected(session)
    session.closed_at, session.closed_by_id = at, _staff(by)
    session.counted_minor, session.expected_minor = counted_minor, should
    session.denominations = dict(denominations or {})
    session.save()
    postings = recipes.cash_count(counted_minor, should)
    if postings:
        ledger.write(
            [ledger.Draft(
                site_id=register.site_id, day=costing.business_day(register.site, at),
                text=ledger.worded(_("Cash difference"), register.name),
                source_kind="cash_count", source_id=session.pk, currency=register.site.currency,
                series=till.ledger_series, postings=postings,
            )],
            at=at,
        )  # fmt: skip
    till.journal("cash_count", {"counted": counted_minor, "expected": should, "session": session.pk.hex}, by=by, at=at)
    report = z_reports.make(till, session, id=id, by=by, at=at)
    note(counted_minor=counted_minor, expected_minor=should, z=report.number)
    if missing:
        note(without_tills=without_tills.strip(), tills={one.name: one.waiting for one in missing})
    touch(session, report)
    publish(DrawerClosed(register=register.pk, z_number=report.number))
    return report


def _how_it_stands(device: Device) -> str:
    if device.waiting:
        return ngettext(
            "%(count)s sale waits at %(name)s", "%(count)s sales wait at %(name)s", device.waiting
        ) % {"count": device.waiting, "name": device.name}  # fmt: skip
    last = device.heard_at or device.enrolled_at
    since = clock.local(last, device.site.time_zone).strftime("%Y-%m-%d %H:%M") if last else "–"
    return gettext("%(name)s has not been heard of since %(since)s") % {"name": device.name, "since": since}


def _closed_by(register: Register) -> AlreadyClosed:
    last = ZReport.objects.filter(register=register).select_related("session__closed_by").order_by("-number").first()
    who = last.session.closed_by.name if last and last.session.closed_by else "–"
    return AlreadyClosed(register=register.name, who=who, number=last.number if last else "–")


@action("drawers.look", site=lambda register, **_: register.site_id)
def look(register: Register, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The X report: the same figures as a Z so far; resets nothing, is itself an event (R-13)."""
    till = tills.open_till(register)
    body = z_reports.body(till, z_reports.since_last(register), at=at)
    till.journal("x_report", {}, by=by, at=at)
    return {**body, "title": "X-dagrapport"}


@registers.guard_retiring
def in_use(register: Register) -> str | Promise:
    """Empty when the till's drawer is closed and counted (R-20)."""
    if DrawerSession.objects.filter(register=register, closed_at=None).exists():
        return _("its drawer is open. Count it and close the day first.")
    return ""
