"""Short ways to shelves, parts and moves for the tests of stock."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from vaxel.business.catalog.models import Brand, Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import ledger, places, reservations
from vaxel.business.stock.ledger import Move, Moved
from vaxel.business.stock.models import Balance
from vaxel.business.stock.reservations import Held, Wish
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MO = Actor.system("Mo")


def part(number: str = "", **fields: Any) -> Part:
    """A stocked part."""
    number = number or uuid4().hex[:10].upper()
    brand, _made = Brand.objects.get_or_create(name="Brembo", defaults={"folded": "brembo"})
    return Part.objects.create(
        **(
            {"brand": brand, "number": number, "norm": number, "name_sv": "Bromsbelägg", "name_en": "Brake pads"}
            | fields
        ),
        made_at=AT,
    )


def site(code: str = "STH", name: str = "Verkstaden") -> Site:
    """A site with its store."""
    made = Site.objects.create(code=code, name=name)
    places.open_store(made, by=MO, at=AT)
    return made


@action("sample.move")
def _move(moves: list[Move], *, happened_at: datetime | None, by: Actor, at: datetime) -> list[Moved]:
    return ledger.move(moves, at=at, happened_at=happened_at)


@action("sample.issue")
def _issue(moves: list[Move], *, finish: bool, by: Actor, at: datetime) -> list[Moved]:
    return reservations.issue(moves, at=at, finish=finish)


@action("sample.hold")
def _hold(wishes: list[Wish], *, by: Actor, at: datetime) -> None:
    reservations.hold(wishes, at)


@action("sample.release")
def _release(source_ids: list[UUID], *, by: Actor, at: datetime) -> list[Held]:
    return reservations.release(source_ids, at)


def move(moves: list[Move], *, happened_at: datetime | None = None, at: datetime = AT) -> list[Moved]:
    """The moves, in an action of their own."""
    return _move(moves, happened_at=happened_at, by=MO, at=at)


def issue(moves: list[Move], *, finish: bool = True, at: datetime = AT) -> list[Moved]:
    """The moves, first from what is held for their sources."""
    return _issue(moves, finish=finish, by=MO, at=at)


def hold(*wishes: Wish, at: datetime = AT) -> None:
    """The wishes are held."""
    _hold(list(wishes), by=MO, at=at)


def release(*source_ids: UUID, at: datetime = AT) -> list[Held]:
    """Nothing is held for the sources."""
    return _release(list(source_ids), by=MO, at=at)


def out(of: Part | UUID, location: UUID, pieces: int, **fields: Any) -> Move:
    """A sale of so many whole pieces."""
    part_id = of if isinstance(of, UUID) else of.pk
    facts: dict[str, Any] = {"kind": "sale", "source_kind": "line", "source_id": uuid4()} | fields
    return Move(uuid4(), part_id, location, -pieces * 1000, **facts)


def into(of: Part | UUID, location: UUID, pieces: int, value_minor: int | None, **fields: Any) -> Move:
    """A receipt of so many whole pieces worth so much together."""
    part_id = of if isinstance(of, UUID) else of.pk
    facts: dict[str, Any] = {"kind": "receipt", "source_kind": "receipt", "source_id": uuid4()} | fields
    return Move(uuid4(), part_id, location, pieces * 1000, value_minor=value_minor, **facts)


def wish(of: Part, location: UUID, pieces: int, **fields: Any) -> Wish:
    """So many whole pieces for a line."""
    return Wish(uuid4(), of.pk, location, pieces * 1000, "line", fields.pop("source_id", None) or uuid4(), **fields)


def shelf(of: Part, location: UUID) -> tuple[int, int, int]:
    """(on hand, reserved) in whole pieces and the value, as stored."""
    found = Balance.objects.get(part=of, location_id=location)
    return found.on_hand_milli // 1000, found.reserved_milli // 1000, found.value_minor
