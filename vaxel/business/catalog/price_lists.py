"""Price lists: for everyone or a customer group, everywhere or at one site, between two days (M-23, M-24)."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import PriceList
from vaxel.business.catalog.wishes import check_among, check_name
from vaxel.business.locations.models import Site
from vaxel.business.parties.models import CustomerGroup
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import EXPONENTS
from vaxel.kernel.refusals import BadInput


class BackwardDates(BadInput):
    """What is valid begins before it ends."""

    sentence = _("The last day is before the first.")


@action("price_lists.make")
def make(
    *, name: str, valid_from: date, valid_to: date | None = None, currency: str = "SEK", basis: str = "excl",
    group: CustomerGroup | None = None, site: Site | None = None, by: Actor, at: datetime,
) -> PriceList:  # fmt: skip
    """An empty list stands from `valid_from` until the day before `valid_to`. Basis `incl` or `excl` VAT.

    Refuses with BackwardDates, BadName, NotAmong.
    """
    if valid_to and valid_to <= valid_from:
        raise BackwardDates()
    return PriceList.objects.create(
        name=check_name(name, _("name"), 80), valid_from=valid_from, valid_to=valid_to, group=group, site=site,
        currency=check_among(currency, _("currency"), tuple(EXPONENTS)),
        basis=check_among(basis, _("price basis"), ("incl", "excl")),
    )  # fmt: skip


@action("price_lists.end")
def end(price_list: PriceList, *, valid_to: date, by: Actor, at: datetime) -> PriceList:
    """The list no longer holds from that day on. Refuses with BackwardDates."""
    if valid_to < price_list.valid_from:
        raise BackwardDates()
    note(before=str(price_list.valid_to), after=str(valid_to))
    price_list.valid_to = valid_to
    price_list.save(update_fields=["valid_to"])
    return price_list
