"""The demo's company: Mos Bil AB with a workshop, a tyre shop and a parts counter, and those who work there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vaxel.business.accounting import charts, periods, taxes
from vaxel.business.locations import actors, company, registers, roles, sites, staff
from vaxel.business.locations.models import Site
from vaxel.business.parties import parties
from vaxel.business.payments import readers
from vaxel.business.stock import places
from vaxel.doors.console.demo.stage import Place, Stage

PASSWORD = "sommarhjul"  # noqa: S105 - everyone may know it: it opens made-up data
SITES = (
    ("STH", "Verkstaden", "Verkstadsgatan 1, 121 32 Stockholm", "08-465 004 10"),
    ("GBG", "Däckhuset", "Däckvägen 2, 417 05 Göteborg", "031-390 06 10"),
    ("MMA", "Reservdelsdisken", "Hamngatan 3, 211 20 Malmö", "040-628 04 10"),
)
EXEMPT = "Demoföretag: omsättningen understiger fyra prisbasbelopp"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works in the demo; `site` empty: everywhere."""

    key: str
    name: str
    role: str
    title: str
    site: str
    pin: str

    @property
    def email(self) -> str:
        """What they log in with."""
        return f"{self.name.split()[0].lower()}@mosbil.example"


STAFF = (
    Person("owner", "Mo Ström", "owner", "Ägare / Owner", "", "1001"),
    Person("manager", "Malin Hägg", "manager", "Platschef / Manager", "STH", "1002"),
    Person("advisor", "Kim Lund", "advisor", "Kundmottagare / Advisor", "STH", "2002"),
    Person("counter", "Sam Berg", "counter", "Butikssäljare / Counter", "STH", "3003"),
    Person("technician1", "Tess Ek", "technician", "Mekaniker / Technician", "STH", "4004"),
    Person("technician2", "Omar Aziz", "technician", "Mekaniker / Technician", "STH", "4005"),
    Person("finance", "Frida Norén", "finance", "Ekonomi / Finance", "", "5005"),
    Person("advisor", "Greta Falk", "advisor", "Kundmottagare / Advisor", "GBG", "2003"),
    Person("technician1", "Ted Moberg", "technician", "Mekaniker / Technician", "GBG", "4006"),
    Person("counter", "Maja Lind", "counter", "Butikssäljare / Counter", "MMA", "3004"),
)


def found(stage: Stage, at: datetime) -> None:
    """The company stands with its books, sites, tills and roles."""
    said = stage.said(at)
    company.set_up(
        name="Mos Bil AB", organisation_number="559999-0008", vat_number="SE559999000801",
        address="Verkstadsgatan 1, 121 32 Stockholm", phone="08-465 004 10", email="hej@mosbil.example",
        bank_giro="123-4567", **said,
    )  # fmt: skip
    charts.install("bas", **said)
    taxes.install_sweden(**said)
    for year in range(at.year - 1, stage.due.year + 2):
        periods.open_year(year, **said)
    roles.install(**said)
    for n, (code, name, address, phone) in enumerate(SITES, 1):
        site = sites.open(
            code=code, name=name, address=address, phone=phone, fiscal_profile="SE_EXEMPT", fiscal_reason=EXEMPT, **said
        )
        stage.places[code] = Place(site, registers.add(site, name="K1", **said))
        places.open_store(site, **said)
        readers.add(site, provider_id=f"tmr_fakedemo{n}", label=f"Läsare {n}", kind="simulated_wisepos_e", **said)
    stage.walk_in = parties.make_walk_in(**said)


def hire(stage: Stage, at: datetime) -> None:
    """Everyone of STAFF works here and has their role."""
    said = stage.said(at)
    for one in STAFF:
        place = stage.places[one.site or "STH"]
        person = staff.hire(
            email=one.email, name=one.name, password=PASSWORD, pin=one.pin, home_site=place.site,
            is_technician=one.role == "technician", cost_minor_per_hour=28_000, **said,
        )  # fmt: skip
        at_site: Site | None = place.site if one.site else None
        staff.assign(person, role=one.role, site=at_site, **said)
        everywhere: Any = stage.places.values() if not one.site else [place]
        for here in everywhere:
            here.staff[one.key] = person
            here.actors[one.key] = actors.for_staff(person, site=here.site, register_id=here.register.pk)
    stage.finance = stage.places["STH"].actors["finance"]
