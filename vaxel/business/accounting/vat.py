"""VAT of a span settled: the VAT accounts are emptied to one, what is declared in whole units (P-17)."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import charts, ledger, map_rules
from vaxel.business.accounting.models import LedgerEntry, Posting
from vaxel.business.locations.models import Company, Site
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict, Refused

SETTLEMENT = "vat_settlement"
_SPANS = UUID("6f1d2a52-5a0e-5d0f-9f0e-6c6d5a0b8a11")  # the space of the spans' own ids
IS_VAT = Q(role__startswith="output_vat") | Q(role__startswith="input_vat")


class SettledAlready(Conflict):
    """A span is settled once."""

    sentence = _("VAT from %(first)s to %(last)s is settled already. Reverse that voucher first if it was wrong.")


class NothingToSettle(Refused):
    """No VAT account moved."""

    sentence = _("No VAT was booked from %(first)s to %(last)s: there is nothing to settle.")


def moved(first: date, last: date, sites: list[UUID] | None = None) -> dict[UUID, dict[str, int]]:
    """Site → role → what its VAT postings of the span sum to (debit positive), settlements left out."""
    rows = Posting.objects.filter(IS_VAT, entry__business_date__range=(first, last)).exclude(
        entry__source_kind=SETTLEMENT
    )
    rows = rows.exclude(entry__reverses__source_kind=SETTLEMENT)
    if sites is not None:
        rows = rows.filter(entry__site_id__in=sites)
    found: dict[UUID, dict[str, int]] = {}
    for site_id, role, total in rows.values_list("entry__site_id", "role").annotate(total=Sum("base_minor")).order_by():
        if total:
            found.setdefault(site_id, {})[role] = total
    return found


def settlement_of(first: date, last: date) -> LedgerEntry | None:
    """The voucher that settled the span, unless it was reversed."""
    entries = LedgerEntry.objects.filter(source_kind=SETTLEMENT, source_id__in=_ids(first, last))
    return entries.filter(reversed_by=None).order_by("number").first()


def _ids(first: date, last: date) -> list[UUID]:
    return [_id(first, last, n) for n in range(9)]


def _id(first: date, last: date, n: int) -> UUID:
    return uuid5(_SPANS, f"{first}/{last}/{n}")


def _company(*_args: object, **_kwargs: object) -> None:
    """A company declares VAT for all its sites."""


@action("vat.settle", site=_company)
def settle(first: date, last: date, *, whole_minor: int, day: date, by: Actor, at: datetime) -> UUID:
    """The span's VAT is owed to the state, or by it, on the settlement account; the entry's id.

    `whole_minor` is what was declared (owed positive), in whole units: the difference to the books is rounding. Refuses
    with SettledAlready, NothingToSettle, PeriodClosed.
    """
    if settlement_of(first, last):
        raise SettledAlready(first=first.isoformat(), last=last.isoformat())
    sums = _together(moved(first, last))
    if not sums:
        raise NothingToSettle(first=first.isoformat(), last=last.isoformat())
    company = Company.objects.get()
    site = Site.objects.order_by("pk").values_list("pk", flat=True)[0]
    before = LedgerEntry.objects.filter(source_kind=SETTLEMENT, source_id__in=_ids(first, last)).count()
    owed = -sum(sums.values())
    rows = [(role, -amount) for role, amount in sums.items()]
    note(first=first.isoformat(), last=last.isoformat(), declared=whole_minor, booked=owed)
    draft = ledger.Draft(
        site_id=site, day=day, text=ledger.worded(_("VAT"), first, "–", last), source_kind=SETTLEMENT,
        source_id=_id(first, last, before), currency=company.currency,
        postings=[*rows, (SETTLEMENT, -whole_minor), ("rounding", whole_minor - owed)], late_allowed=False,
    )  # fmt: skip
    return ledger.write([draft], at=at)[0]


def _together(by_site: Mapping[UUID, Mapping[str, int]]) -> dict[str, int]:
    whole: dict[str, int] = {}
    for sums in by_site.values():
        for role, amount in sums.items():
            whole[role] = whole.get(role, 0) + amount
    held = charts.accounts(charts.latest_version())
    return {
        role: amount for role, amount in sorted(whole.items()) if amount and map_rules.is_vat(role) and role in held
    }
