"""The cast: a company with two sites and the people who appear in every package's tests.

    cast = shop()
    open_ticket(cast.workshop, customer=cast.ada, by=cast.kim, at=AT)

Mo owns, Sam stands at the counter, Kim meets customers, Tess repairs; Ada owns a fleet, Bo walks in.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from vaxel.business.accounting import charts, periods, taxes
from vaxel.business.locations import actors, company, registers, roles, sites, staff, tokens
from vaxel.business.locations.models import Company, Register, Site, Staff
from vaxel.business.parties import parties
from vaxel.business.parties.models import Party
from vaxel.kernel.actors import Actor

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "vinterdäck 2026"
PINS = {"mo": "1001", "kim": "2002", "sam": "3003", "tess": "4004"}


@dataclass(frozen=True, slots=True)
class Shop:
    """Everyone and everything; `mo`, `kim`, `sam`, `tess` are actors, `staff` holds the people by first name."""

    company: Company
    workshop: Site
    tyres: Site
    k1: Register
    k2: Register
    staff: dict[str, Staff]
    mo: Actor
    kim: Actor
    sam: Actor
    tess: Actor
    walk_in: Party
    ada: Party
    bo: Party


def shop() -> Shop:
    """The shop of the tests. Workshop STH (exempt from the register duty) with till K1, tyre shop GBG with till K1."""
    tokens.forget()
    charts.accounts.cache_clear()
    setup = Actor.system("setup")
    said: dict[str, Any] = {"by": setup, "at": AT}
    made = company.set_up(
        name="Mos Bil AB", organisation_number="559999-0008", vat_number="SE559999000801", address="Verkstadsgatan 1",
        bank_giro="123-4567", **said,
    )  # fmt: skip
    charts.install("bas", **said)
    taxes.install_sweden(**said)
    for year in (2025, 2026, 2027):
        periods.open_year(year, **said)
    roles.install(**said)
    exempt: dict[str, Any] = {"fiscal_profile": "SE_EXEMPT", "fiscal_reason": "Omsättning under fyra prisbasbelopp"}
    workshop = sites.open(code="STH", name="Verkstaden", address="Verkstadsgatan 1, Stockholm", **exempt, **said)
    tyres = sites.open(code="GBG", name="Däckhuset", address="Däckvägen 2, Göteborg", **exempt, **said)
    people = {
        "mo": _hire("Mo Ström", "mo", "owner", None, workshop),
        "kim": _hire("Kim Lund", "kim", "advisor", workshop, workshop),
        "sam": _hire("Sam Berg", "sam", "counter", workshop, workshop),
        "tess": _hire("Tess Ek", "tess", "technician", workshop, workshop),
    }
    k1 = registers.add(workshop, name="K1", **said)
    k2 = registers.add(tyres, name="K1", **said)
    acting = {key: actors.for_staff(person, site=workshop, register_id=k1.pk) for key, person in people.items()}
    return Shop(
        company=made, workshop=workshop, tyres=tyres, k1=k1, k2=k2, staff=people, **acting,
        walk_in=parties.make_walk_in(**said),
        ada=parties.add(
            kind="company", name="Adas Åkeri AB", organisation_number="559999-0115", email="ada@akeri.example",
            phone="08-123 45 67", address="Åkerivägen 3, Stockholm", terms_days=30, credit_limit_minor=5_000_000,
            **said,
        ),
        bo=parties.add(kind="private", name="Bo Öberg", email="bo@example.se", phone="070-123 45 67", **said),
    )  # fmt: skip


def _hire(name: str, key: str, role: str, site: Site | None, home: Site) -> Staff:
    setup = Actor.system("setup")
    person = staff.hire(
        email=f"{key}@vaxel.example", name=name, password=PASSWORD, pin=PINS[key], home_site=home,
        is_technician=role == "technician", by=setup, at=AT,
    )  # fmt: skip
    staff.assign(person, role=role, site=site, by=setup, at=AT)
    return person
