"""Which accounting systems the company hands its books to, from when and how; what a person decides of one unit."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaxel.business.exports import rules
from vaxel.business.exports.models import Target, Unit
from vaxel.business.exports.states import UNIT
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput, Conflict, Refused


class BeginsEarlier(Conflict):
    """What was handed over stays handed over."""

    sentence = _("Something from before %(day)s is handed over already. Choose a day no later than %(first)s.")


class WhyLeftOut(Refused):
    """Who compares the two books later wants to know."""

    sentence = _("Write why it is left out.")


class LookFirst(Conflict):
    """What may be there is never sent blindly (A-5)."""

    sentence = _("Nobody knows whether it arrived. Send now: it is looked for there first.")


class BadSeries(Refused):
    """A voucher series of accounting programs."""

    sentence = _("A voucher series is one to ten letters or digits, such as Z.")


def _company(*_args: Any, **_kwargs: Any) -> None:
    """The books are the company's."""


@action("exports.set_target", site=_company)
def set_target(
    key: str, *, starts_on: date, summary: bool = False, leaves_out: Sequence[str] = (),
    series: Mapping[str, str] | None = None, is_test: bool = True, by: Actor, at: datetime,
) -> Target:  # fmt: skip
    """The books are handed to this system from the day on, in this way; a file is switched on at once.

    Who changes between test and real company logs in again: the log-in was checked for the other.
    Refuses with BadInput, BadSeries, BeginsEarlier.
    """
    if key not in Target.KEYS or not set(leaves_out) <= set(rules.KINDS):
        raise BadInput()
    wanted = {kind: (series or {}).get(kind, "").strip() or letter for kind, letter in rules.SERIES.items()}
    if not all(one.isalnum() and len(one) <= 10 for one in wanted.values()):
        raise BadSeries()
    held = Target.objects.select_for_update().filter(key=key).first()
    first = held and held.units.order_by("business_date").values_list("business_date", flat=True).first()
    if first and starts_on > first:
        raise BeginsEarlier(day=starts_on.isoformat(), first=first.isoformat())
    made = held or Target(key=key, starts_on=starts_on)
    if made.state == "on" and made.is_test != is_test:
        made.state, made.sealed_access, made.sealed_refresh = "needs_login", "", ""
    made.starts_on, made.summary, made.is_test = starts_on, summary, is_test
    made.leaves_out, made.series = sorted(leaves_out), wanted
    if key == "sie":
        made.state = "on"
    made.save()
    note(key=key, starts_on=starts_on.isoformat(), summary=summary, leaves_out=sorted(leaves_out))
    return made


@action("exports.map_ids", site=_company)
def map_ids(
    target: Target, *, accounts: Mapping[str, str], centres: Mapping[str, str], by: Actor, at: datetime
) -> Target:  # fmt: skip
    """Our accounts and sites are these there (A-10); what is left empty goes by its own number or code."""
    fresh = Target.objects.select_for_update().get(pk=target.pk)
    fresh.accounts = {ours: theirs.strip() for ours, theirs in accounts.items() if theirs.strip()}
    fresh.centres = {ours: theirs.strip() for ours, theirs in centres.items() if theirs.strip()}
    fresh.save(update_fields=["accounts", "centres"])
    note(accounts=fresh.accounts, centres=fresh.centres)
    return fresh


@action("exports.leave_out", site=_company)
def leave_out(unit: Unit, *, reason: str, by: Actor, at: datetime) -> Unit:
    """A person keeps the unit from being handed over. Refuses with WhyLeftOut, WrongState."""
    why = " ".join(reason.split())
    if not why:
        raise WhyLeftOut()
    fresh = Unit.objects.select_for_update().get(pk=unit.pk)
    fresh.state, fresh.reason = UNIT.check(fresh.state, "skipped"), why[:200]
    fresh.save(update_fields=["state", "reason"])
    note(reason=why, source_ref=fresh.source_ref)
    return fresh


@action("exports.put_back", site=_company)
def put_back(unit: Unit, *, by: Actor, at: datetime) -> Unit:
    """What was left out, or was not accepted and is put right, is ready again under its own key. Refuses with
    LookFirst, WrongState."""
    fresh = Unit.objects.select_for_update().get(pk=unit.pk)
    if fresh.state == "unknown":
        raise LookFirst()
    fresh.state, fresh.due_at, fresh.error = UNIT.check(fresh.state, "ready"), at, ""
    fresh.save(update_fields=["state", "due_at", "error"])
    return fresh
