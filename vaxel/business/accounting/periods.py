"""Periods of the books and their locks (M-64)."""

import calendar
from datetime import date, datetime
from typing import Literal

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.models import LedgerEntry, Period, PeriodChange, Posting
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused


class WhyOpened(Refused):
    """What was locked is opened for a reason that can be read afterwards."""

    sentence = _("Write why %(month)s is opened again. Who reads the books later wants to know.")


@action("periods.open_year")
def open_year(year: int, *, by: Actor, at: datetime) -> list[Period]:
    """Twelve open months exist for the year; months that existed are left as they are."""
    months = [(date(year, n, 1), date(year, n, calendar.monthrange(year, n)[1])) for n in range(1, 13)]
    Period.objects.bulk_create(
        [Period(first_day=first, last_day=last) for first, last in months], ignore_conflicts=True
    )
    return list(Period.objects.filter(first_day__in=[first for first, _last in months]).order_by("first_day"))


@action("periods.set_state")
def set_state(
    period: Period, *, state: Literal["open", "soft_locked", "locked"], reason: str = "", by: Actor, at: datetime
) -> Period:
    """The period is open or locked from now on; the change stands beside it with who, when and why (M-64).

    Refuses with WhyOpened when a locked one is opened without a reason.
    """
    why = " ".join(reason.split())
    if state == "open" and period.state != "open" and not why:
        raise WhyOpened(month=f"{period.first_day:%Y-%m}")
    note(before={"state": period.state}, after={"state": state}, reason=why, first_day=period.first_day.isoformat())
    if state != period.state:
        PeriodChange.objects.create(period=period, state=state, reason=why[:200], by_name=by.name, at=at)
    period.state = state
    period.save(update_fields=["state"])
    return period


def unbalanced() -> list[str]:
    """Entries whose postings do not sum to zero, as sentences for `vaxel check`: none in sound books (I-8)."""
    sums = (
        Posting.objects.values("entry__series", "entry__number")
        .annotate(own=Sum("amount_minor"), base=Sum("base_minor"))
        .exclude(own=0, base=0)
    )
    return [f"entry {row['entry__series']}-{row['entry__number']} is off by {row['own']}" for row in sums]


def empty_entries() -> int:
    """How many entries have no posting at all."""
    return LedgerEntry.objects.filter(postings__isnull=True).count()


def balances(first_day: date, last_day: date) -> dict[str, int]:
    """Account number → signed sum of the postings between the days, both included."""
    inside = Posting.objects.filter(entry__business_date__range=(first_day, last_day))
    return dict(inside.values_list("account").annotate(total=Sum(F("amount_minor"))).order_by("account"))
