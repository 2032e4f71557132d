"""What we need of a vehicle register outside: a protocol, and a fake one that is down on demand.

Doors ask before the action, never inside a transaction; the answer is cached on the vehicle with source and day.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from vaxel.business.vehicles import plates, registry
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused


class LookupDown(Refused):
    """The register outside does not answer; the work goes on without it."""

    status = 503
    sentence = _("The vehicle register does not answer. Type what you know, and ask again later.")


@dataclass(frozen=True, slots=True)
class PlateAnswer:
    """What a register says of the vehicle with a plate."""

    plate: str
    country: str = "SE"
    vin: str = ""
    make: str = ""
    model: str = ""
    model_year: int | None = None
    colour: str = ""
    fuel: str = ""
    first_registered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the register and our card do not agree."""

    field: str
    ours: str
    theirs: str


class PlateLookup(Protocol):
    """A register that knows vehicles by their plates. `source` is shown wherever its answer is."""

    source: str

    def look_up(self, plate: str, country: str = "SE") -> PlateAnswer | None:
        """The answer, None when the register does not know the plate; refuses with LookupDown."""
        ...


class NoLookup:
    """No register is connected: nothing is known of any plate."""

    source = ""

    def look_up(self, plate: str, country: str = "SE") -> PlateAnswer | None:
        """Always None."""
        return None


_KNOWN = (
    PlateAnswer("ABC123", vin="YV1MS382162123456", make="Volvo", model="S40", model_year=2006, colour="blå",
                fuel="petrol", first_registered_on=date(2006, 3, 14)),
    PlateAnswer("MLB84A", vin="WVWZZZAUZFW123456", make="Volkswagen", model="Golf", model_year=2015, colour="vit",
                fuel="diesel", first_registered_on=date(2015, 5, 4)),
    PlateAnswer("TES111", vin="5YJSA1E26HF000337", make="Tesla", model="Model S", model_year=2017, colour="röd",
                fuel="electric", first_registered_on=date(2017, 9, 29)),
    PlateAnswer("OLD065", make="Volvo", model="Amazon", model_year=1965, colour="grön", fuel="petrol",
                first_registered_on=date(1965, 6, 1)),
)  # fmt: skip


@dataclass
class FakeLookup:
    """A register of a few vehicles, for demonstrations and tests; with `is_down` it does not answer."""

    source: str = "demo"
    is_down: bool = False
    known: dict[str, PlateAnswer] = field(default_factory=lambda: {answer.plate: answer for answer in _KNOWN})

    def look_up(self, plate: str, country: str = "SE") -> PlateAnswer | None:
        """One of the few, None for others, LookupDown when it was told to be."""
        if self.is_down:
            raise LookupDown()
        answer = self.known.get(plates.stripped(plate))
        return answer if answer and answer.country == country else None


def current() -> PlateLookup:
    """The register that the settings choose (PLATE_LOOKUP, a dotted path); none when they choose none."""
    lookup: PlateLookup = import_string(settings.PLATE_LOOKUP)() if settings.PLATE_LOOKUP else NoLookup()
    return lookup


@action("vehicles.store_lookup")
def store(vehicle: Vehicle, *, answer: PlateAnswer, source: str, by: Actor, at: datetime) -> list[Difference]:
    """The register's answer is kept with source and day and fills what was empty; what was typed stays (C-19).

    Returns where the two differ. Refuses with VinTaken, BadVin.
    """
    said = {name: value for name, value in asdict(answer).items() if name not in ("plate", "country") and value}
    different = differences(vehicle, answer)
    empty = {name: value for name, value in said.items() if not getattr(vehicle, name)}
    changed = registry.change(vehicle, **empty, by=by, at=at)
    changed.decoded["register"] = {
        "source": source, "day": registry.day_of(by, at).isoformat(), "plate": answer.plate,
        **{name: str(value) for name, value in said.items()},
    }  # fmt: skip
    changed.save(update_fields=["decoded"])
    note(source=source, differences=[asdict(one) for one in different])
    return different


def differences(vehicle: Vehicle, answer: PlateAnswer) -> list[Difference]:
    """Where our card says something else than the register."""
    pairs = ((name, getattr(vehicle, name), value) for name, value in asdict(answer).items() if name != "country")
    return [
        Difference(name, str(ours), str(theirs))
        for name, ours, theirs in pairs
        if ours and theirs and str(ours).casefold() != str(theirs).casefold()
    ]
