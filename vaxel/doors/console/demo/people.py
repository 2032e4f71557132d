"""The demo's customers and their cars, with what the odometers said over the years."""

from datetime import datetime, timedelta
from typing import Any

from vaxel.business.parties import groups, parties
from vaxel.business.parties.models import CustomerGroup, Party
from vaxel.business.vehicles import odometer, registry
from vaxel.doors.console.demo import cars, names
from vaxel.doors.console.demo.calendar import ZONE
from vaxel.doors.console.demo.stage import Car, Stage
from vaxel.kernel import clock

FLEET = "Adas Åkeri AB"


def invite(stage: Stage, at: datetime) -> CustomerGroup:
    """Customers, their cars and the fleet are known; the fleet's group, which has prices of its own."""
    said = stage.said(at)
    group = groups.add(name="Flotta", **said)
    stage.people = [_person(stage, said) for _ in range(stage.size.people)]
    stage.firms = [_firm(stage, n, said) for n in range(stage.size.firms)]
    fleet = parties.add(
        kind="company", name=FLEET, organisation_number=_organisation(1), email="ada@akeri.example",
        phone="08-465 004 33", address="Åkerivägen 3, 121 32 Stockholm", terms_days=30, credit_limit_minor=90_000_000,
        po_number_required=False, group=group, **said,
    )  # fmt: skip
    taken: set[str] = {"ABC123"}  # kept free for who arrives first
    owners = [*stage.people, *(stage.dice.choices(stage.people, k=max(0, stage.size.private_cars - len(stage.people))))]
    for owner in owners:
        _car(stage, owner, taken, at)
    for firm in stage.firms:
        _car(stage, firm, taken, at)
    for n in range(stage.size.fleet_cars):
        _car(stage, fleet, taken, at, unit=f"A{n + 1:02d}")
    stage.firms.append(fleet)
    return group


def _person(stage: Stage, said: dict[str, Any]) -> Party:
    first, last = stage.pick(names.FIRST), stage.pick(names.LAST)
    town, postcode, _phone = names.TOWNS[stage.pick(("STH", "STH", "GBG", "MMA"))]
    mail = f"{first}.{last}".lower().translate(str.maketrans("åäöéıü", "aaoeiu"))
    return parties.add(
        kind="private", name=f"{first} {last}", email=f"{mail}@post.example",
        phone=f"070-174 06 {stage.dice.randrange(5, 100):02d}",
        address=f"{stage.pick(names.STREETS)} {stage.dice.randrange(1, 80)}, {postcode} {town}",
        language="en" if stage.chance(10) else "sv", **said,
    )  # fmt: skip


def _firm(stage: Stage, n: int, said: dict[str, Any]) -> Party:
    again, kind = divmod(n, len(names.COMPANIES))
    name = names.COMPANIES[kind].removesuffix(" AB") + (f" {again + 1} AB" if again else " AB")
    town, postcode, phone = names.TOWNS[stage.pick(tuple(names.TOWNS))]
    return parties.add(
        kind="company", name=name, organisation_number=_organisation(n + 2), email=f"faktura{n + 1}@foretag.example",
        phone=f"{phone} {stage.dice.randrange(11, 99)}", terms_days=stage.pick((10, 20, 30)),
        credit_limit_minor=60_000_000, po_number_required=stage.chance(15),
        address=f"{stage.pick(names.STREETS)} {stage.dice.randrange(1, 80)}, {postcode} {town}", **said,
    )  # fmt: skip


def _organisation(n: int) -> str:
    """A number with a right check digit, high in a series that is not given out."""
    digits = f"5599{90_000 + n:05d}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    check = -sum(product // 10 + product % 10 for product in doubled) % 10
    return f"{digits[:6]}-{digits[6:]}{check}"


def _car(stage: Stage, owner: Party, taken: set[str], at: datetime, unit: str = "") -> None:
    dice = stage.dice
    model = cars.VAN if unit else dice.choices(cars.MODELS, [one.share for one in cars.MODELS])[0]
    year = dice.randint(*model.years)
    made = registry.add(
        plate=cars.plate(dice, taken), vin=cars.vin(dice, model, year, taken), make=model.make, model=model.name,
        model_year=year, engine=model.engine, fuel=model.fuel, colour=stage.pick(cars.COLOURS), owner=owner,
        unit_number=unit, **stage.said(at),
    )  # fmt: skip
    age = max(1, at.year - year)
    km_a_day = dice.randint(60, 140) if unit else dice.randint(15, 70)
    km = age * km_a_day * 300 + dice.randrange(5_000)
    home = next((code for code, town in names.TOWNS.items() if town[0] in owner.address), "STH")
    stage.cars.append(Car(made, owner, km, km_a_day, at.date(), home if home != "MMA" else "STH"))
    for years_ago in (2, 1):
        if age > years_ago:
            _read(stage, stage.cars[-1], at - timedelta(days=365 * years_ago + dice.randrange(60)))


def _read(stage: Stage, car: Car, at: datetime) -> None:
    """The inspection's reading of a year long before the demo begins."""
    with clock.fixed(at):
        days = (car.since - at.astimezone(ZONE).date()).days
        value = max(10, car.km - car.km_a_day * days)
        odometer.record(car.vehicle, value=value, source="inspection", **stage.said(at))
