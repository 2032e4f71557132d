"""Price lists: for everyone or a customer group, everywhere or at one site, between two days (M-23, M-24)."""

from datetime import date, datetime
from itertools import batched

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import rules
from vaxel.business.catalog.models import Price, PriceList
from vaxel.business.catalog.wishes import check_among, check_name, check_range
from vaxel.business.locations.models import Site
from vaxel.business.parties.models import CustomerGroup
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import EXPONENTS, MILLION
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


@action("price_lists.change")
def change(
    price_list: PriceList, *, name: str, valid_from: date, valid_to: date | None, by: Actor, at: datetime
) -> PriceList:
    """The list has this name and holds from `valid_from` until the day before `valid_to`; what was sold stays.

    Refuses with BackwardDates, BadName.
    """
    if valid_to and valid_to <= valid_from:
        raise BackwardDates()
    new = {"name": check_name(name, _("name"), 80), "valid_from": valid_from, "valid_to": valid_to}
    note(
        before={key: str(getattr(price_list, key) or "") for key in new},
        after={key: str(value or "") for key, value in new.items()},
    )
    for key, value in new.items():
        setattr(price_list, key, value)
    price_list.save(update_fields=list(new))
    return price_list


@action("price_lists.copy")
def copy(
    source: PriceList, *, name: str, valid_from: date, valid_to: date | None = None, group: CustomerGroup | None = None,
    site: Site | None = None, change_ppm: int = 0, step_cm: int = 0, by: Actor, at: datetime,
) -> PriceList:  # fmt: skip
    """A list of its own stands with the source's prices, changed by so many ppm and rounded to whole `step_cm`.

    Refuses with BackwardDates, BadName, OutOfRange.
    """
    check_range(change_ppm, _("change"), -MILLION, 10 * MILLION)
    check_range(step_cm, _("rounding"), 0, rules.LARGEST_CM)
    made = make(
        name=name, valid_from=valid_from, valid_to=valid_to, currency=source.currency, basis=source.basis, group=group,
        site=site, by=by, at=at,
    )  # fmt: skip
    held = Price.objects.filter(price_list=source).order_by("part").values_list("part", "unit_price_cm")
    rows = [(part, rules.changed(price, change_ppm, step_cm)) for part, price in held.iterator(2_000)]
    for some in batched(rows, 2_000):
        Price.objects.bulk_create(
            Price(price_list=made, part_id=part, unit_price_cm=check_range(price, _("price"), 0, rules.LARGEST_CM))
            for part, price in some
        )
    note(copied_from=source.name, prices=len(rows), change_ppm=change_ppm)
    return made
