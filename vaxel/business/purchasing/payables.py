"""Posted bills paid from the bank, whole or in part, and what is still owed on each (P-3 the other way)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger
from vaxel.business.purchasing import rules
from vaxel.business.purchasing.models import BillPayment, SupplierBill
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import Conflict, Refused


class NotPosted(Conflict):
    """What is not in the books is not owed."""

    sentence = _("Bill %(number)s is not posted yet. Post it first.")


class MoreThanOwed(Refused):
    """A bill is paid once."""

    sentence = _("%(left)s is left to pay on %(number)s. Write that, or less.")


def with_open(bills: QuerySet[SupplierBill]) -> QuerySet[Any]:
    """Each with `paid` and `left` in its own currency: what is owed on it, or to come for a credit note."""
    return bills.annotate(paid=Coalesce(Sum("payments__amount_minor"), 0)).annotate(left=F("gross_minor") - F("paid"))


@action("bills.pay", site=lambda bill, **_kwargs: bill.site_id)
def pay(bill: SupplierBill, *, amount_minor: int, day: date, by: Actor, at: datetime) -> BillPayment:
    """So much of the bill (of a credit note: back from the supplier) left the bank on the day, and is booked at the
    bill's own rate. Refuses with NotPosted, MoreThanOwed, PeriodClosed."""
    fresh = (
        SupplierBill.objects.select_for_update(of=("self",)).select_related("site", "supplier__party").get(pk=bill.pk)
    )
    if fresh.state != "posted":
        raise NotPosted(number=fresh.number)
    left = left_on([fresh.pk]).get(fresh.pk, 0)
    if not 0 < amount_minor <= left:
        raise MoreThanOwed(number=fresh.number, left=Money(left, fresh.currency))
    # Parts are worked out from what is left, so that the last one leaves nothing in our currency either.
    after = rules.in_base(fresh.gross_minor - left + amount_minor, fresh.rate_ppm)
    base = after - rules.in_base(fresh.gross_minor - left, fresh.rate_ppm)
    made = BillPayment.objects.create(
        bill=fresh, site=fresh.site, amount_minor=amount_minor, base_minor=base, day=day, at=at, by_name=by.name
    )
    sign = 1 if fresh.kind == "bill" else -1
    ledger.write(
        [ledger.Draft(
            site_id=fresh.site_id, day=day, text=f"{fresh.number} {fresh.supplier.party.name}"[:190],
            source_kind="bill_payment", source_id=made.pk, currency=fresh.site.currency, late_allowed=False,
            postings=[("payables", sign * base), ("bank", -sign * base)],
        )],
        at=at,
    )  # fmt: skip
    return made


def left_on(bills: Iterable[UUID]) -> dict[UUID, int]:
    """Bill → what is left of it. One query."""
    return dict(with_open(SupplierBill.objects.filter(pk__in=bills)).values_list("pk", "left"))


UNPAID = Q(state="posted", left__gt=0)
