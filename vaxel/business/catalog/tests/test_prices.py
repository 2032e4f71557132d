"""Prices: one winner whatever the order of the rows, conversion between bases; rates and fees."""

import itertools
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vaxel.business.catalog import fees, price_lists, prices, rates, rules
from vaxel.business.catalog.fees import CannotHang
from vaxel.business.catalog.models import Fee, LabourRate, PartFee, Price, PriceList
from vaxel.business.catalog.price_lists import BackwardDates
from vaxel.business.catalog.rates import NoLabourRate
from vaxel.business.catalog.tests.cast import AT, DAY, MO, discs, pads, site
from vaxel.business.catalog.wishes import NotAmong, OutOfRange
from vaxel.business.parties.models import CustomerGroup

JANUARY = date(2026, 1, 1)


@pytest.mark.django_db
def test_a_list_for_group_and_site_wins_over_group_over_site_over_all() -> None:
    here, fleet, part = site(), CustomerGroup.objects.create(name="Fleet"), pads()
    wanted = {100: (None, None), 200: (None, here), 300: (fleet, None), 400: (fleet, here)}
    for price, (group, at_site) in wanted.items():
        one = price_lists.make(name=str(price), valid_from=JANUARY, group=group, site=at_site, by=MO, at=AT)
        prices.set(one, prices=[(part, price)], by=MO, at=AT)

    def asked(site_id: UUID | None, group_id: UUID | None) -> int:
        return prices.for_parts([part.id], site_id=site_id, group_id=group_id, day=DAY)[part.id].unit_price_cm

    assert [asked(None, None), asked(here.id, None), asked(None, fleet.id), asked(here.id, fleet.id)] == [
        100, 200, 300, 400,
    ]  # fmt: skip
    assert asked(site("SYD").id, fleet.id) == 300


@pytest.mark.django_db
def test_among_equals_the_later_start_wins_then_the_higher_id_and_dates_are_kept() -> None:
    part = pads()
    for name, first, last, price in (
        ("old", JANUARY, None, 100),
        ("autumn", date(2026, 9, 1), None, 200),
        ("twin", date(2026, 9, 1), None, 300),
        ("over", date(2026, 10, 1), DAY, 400),
        ("coming", date(2026, 11, 25), None, 500),
    ):
        one = price_lists.make(name=name, valid_from=first, valid_to=last, basis="incl", by=MO, at=AT)
        prices.set(one, prices=[(part.id, price)], by=MO, at=AT)
    found = prices.for_parts([part.id], site_id=None, group_id=None, day=DAY)[part.id]
    twins = PriceList.objects.filter(name__in=["autumn", "twin"])
    winner = max(twins, key=lambda one: one.id)
    assert (found.list_id, found.basis) == (winner.id, "incl")
    assert found.unit_price_cm == Price.objects.get(price_list=winner).unit_price_cm


def test_the_winner_does_not_depend_on_the_order_of_rows() -> None:
    ids = [UUID(int=n) for n in range(3)]
    offers = [
        prices._Offer(group, place, day, list_id, prices.FoundPrice(1, "excl", list_id))
        for group, place in itertools.product((False, True), repeat=2)
        for day in (JANUARY, DAY)
        for list_id in ids
    ]
    assert max(offers, key=rules.strength) is max(reversed(offers), key=rules.strength)
    assert len({rules.strength(offer) for offer in offers}) == len(offers)


@pytest.mark.django_db
def test_a_list_in_another_currency_does_not_count_at_the_site() -> None:
    part, here = pads(), site()
    euros = price_lists.make(name="euro", valid_from=JANUARY, currency="EUR", site=here, by=MO, at=AT)
    prices.set(euros, prices=[(part, 100)], by=MO, at=AT)
    assert prices.for_parts([part.id], site_id=here.id, group_id=None, day=DAY) == {}


@pytest.mark.django_db
def test_prices_of_one_and_of_three_parts_are_two_queries() -> None:
    three = [pads(), discs(), discs("DF 1")]
    one = price_lists.make(name="all", valid_from=JANUARY, by=MO, at=AT)
    prices.set(one, prices=[(part, 100) for part in three], by=MO, at=AT)
    prices.set(one, prices=[(three[0], 150)], by=MO, at=AT)
    for wanted in (three[:1], three):
        with CaptureQueriesContext(connection) as queries:
            found = prices.for_parts([part.id for part in wanted], site_id=site(f"S{len(wanted)}").id, group_id=None,
                                     day=DAY)  # fmt: skip
        assert len(found) == len(wanted)
        assert len(queries) == 2 + 1
    assert found[three[0].id].unit_price_cm == 150


@pytest.mark.django_db
def test_a_price_is_not_negative_and_a_list_runs_forward() -> None:
    with pytest.raises(BackwardDates):
        price_lists.make(name="x", valid_from=DAY, valid_to=DAY, by=MO, at=AT)
    with pytest.raises(NotAmong):
        price_lists.make(name="x", valid_from=DAY, currency="XXX", by=MO, at=AT)
    assert not PriceList.objects.exists()
    one = price_lists.make(name="x", valid_from=DAY, by=MO, at=AT)
    with pytest.raises(OutOfRange):
        prices.set(one, prices=[(pads(), -1)], by=MO, at=AT)
    assert not Price.objects.exists()
    with pytest.raises(BackwardDates):
        price_lists.end(one, valid_to=JANUARY, by=MO, at=AT)
    assert price_lists.end(one, valid_to=DAY, by=MO, at=AT).valid_to == DAY


@pytest.mark.parametrize(
    ("cm", "from_basis", "to_basis", "ppm", "converted"),
    [
        (1_668_000, "excl", "incl", 250_000, 2_085_000),
        (2_090_000, "incl", "excl", 250_000, 1_672_000),
        (9_999, "excl", "incl", 250_000, 12_500),
        (10_000, "incl", "excl", 60_000, 9_434),
        (10_000, "incl", "incl", 250_000, 10_000),
        (100, "excl", "incl", 120_000, 100),
    ],
)
def test_to_including_in_whole_minor_units_to_excluding_with_two_more(
    cm: int, from_basis: str, to_basis: str, ppm: int, converted: int
) -> None:
    assert prices.convert(cm, from_basis, to_basis, ppm) == converted


@pytest.mark.django_db
def test_a_sites_own_rate_is_chosen_before_the_one_for_all() -> None:
    here = site()
    for price, at_site in ((12_000_000, None), (13_000_000, here), (12_500_000, None)):
        rates.define(key="general", name_sv="Allmän", name_en="General", hour_price_cm=price, site=at_site, by=MO,
                     at=AT)  # fmt: skip
    assert LabourRate.objects.count() == 2
    assert rates.for_site("general", here.id).hour_price_cm == 13_000_000
    assert rates.for_site("general", site("SYD").id).hour_price_cm == 12_500_000
    assert {key: rate.hour_price_cm for key, rate in rates.at_site(here.id).items()} == {"general": 13_000_000}
    with pytest.raises(NoLabourRate, match="high_voltage"):
        rates.for_site("high_voltage", here.id)


@pytest.mark.django_db
def test_a_rate_is_not_negative() -> None:
    with pytest.raises(OutOfRange):
        rates.define(key="general", name_sv="A", name_en="G", hour_price_cm=-1, by=MO, at=AT)
    assert not LabourRate.objects.exists()


@pytest.mark.parametrize(
    ("parts", "labour", "ceiling", "fee"),
    [(100_000, 240_000, 12_500, 12_500), (100_000, 240_000, None, 15_000), (100, 0, None, 2_000), (0, 0, None, 0)],
)
def test_the_supplies_fee_lies_between_floor_and_ceiling(
    parts: int, labour: int, ceiling: int | None, fee: int
) -> None:
    fee_of_job = rules.supplies_minor(
        parts, labour, parts_ppm=30_000, labour_ppm=50_000, floor_minor=2_000, ceiling_minor=ceiling
    )
    assert fee_of_job == fee


@pytest.mark.django_db
def test_a_fee_hangs_on_a_part_while_it_is_in_force() -> None:
    battery = pads("E11", brand="Varta", name_sv="Batteri")
    fee = fees.define(key="battery", name_sv="Batteriavgift", name_en="Battery fee", kind="hung", unit_price_cm=300_000,
                      valid_from=JANUARY, valid_to=date(2027, 1, 1), by=MO, at=AT)  # fmt: skip
    fees.hang(fee, part=battery, by=MO, at=AT)
    fees.hang(fee, part=battery, by=MO, at=AT)
    assert {key: [one.key for one in found] for key, found in fees.for_parts([battery.id], DAY).items()} == {
        battery.id: ["battery"]
    }
    assert fees.for_parts([battery.id], date(2027, 1, 1)) == {}
    fees.take_off(fee, part=battery, by=MO, at=AT)
    assert not PartFee.objects.exists()


@pytest.mark.django_db
def test_a_supplies_fee_is_computed_and_does_not_hang() -> None:
    fee = fees.define(key="supplies", name_sv="Förbrukning", name_en="Supplies", kind="supplies", parts_ppm=30_000,
                      labour_ppm=50_000, ceiling_minor=12_500, valid_from=JANUARY, by=MO, at=AT)  # fmt: skip
    with pytest.raises(CannotHang):
        fees.hang(fee, part=pads(), by=MO, at=AT)
    assert not PartFee.objects.exists()
    assert fees.supplies_on(DAY) == fee
    assert fees.supplies_on(date(2025, 12, 31)) is None
    assert fees.supplies_minor(fee, parts_minor=100_000, labour_minor=240_000) == 12_500
    with pytest.raises(OutOfRange):
        fees.define(key="odd", name_sv="O", name_en="O", kind="supplies", floor_minor=10, ceiling_minor=5,
                    valid_from=JANUARY, by=MO, at=AT)  # fmt: skip
    assert Fee.objects.count() == 1
