"""What was sold is told to the catalogue: what sells, and what was fitted to which car (K-12).

Posted lines are read in the order of their numbers, some minutes after they were written, and counted once each.
Nothing of it runs in a sale.
"""

from datetime import datetime, timedelta
from uuid import UUID

from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.catalog import memory
from vaxel.business.catalog.fit_rules import says_misfit
from vaxel.business.tickets.models import Line
from vaxel.business.vehicles.models import Vehicle
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.worker import every

MOST_LINES = 2_000
# By then a transaction that took its lines' numbers has ended: none is passed over because it was slower than others.
SETTLED = timedelta(minutes=2)
_COLUMNS = ("id", "document__posted_at", "document__kind", "document__reason", "document__ticket__vehicle",
            "part", "quantity_milli", "day", "kind", "source_line", "document__credits__ticket__vehicle")  # fmt: skip
type _Read = tuple[list[memory.Sold], int]


@every(60)
def catch_up() -> None:
    """Every settled line has been counted."""
    while take_in(clock.now()):
        pass


def take_in(at: datetime) -> int:
    """The next lines are counted; how many numbers that took in, 0: there are none, or somebody else did it."""
    since = memory.upto()
    lines, upto = _next(since, at)
    if upto == since:
        return 0
    done = memory.learn(lines, since=since, upto=upto, by=Actor.system("learning"), at=at)
    return upto - since if done else 0


def _next(since: int, at: datetime) -> _Read:
    rows = list(DocumentLine.objects.filter(pk__gt=since).order_by("pk").values_list(*_COLUMNS)[:MOST_LINES])
    settled = []
    for row in rows:
        if row[1] > at - SETTLED:
            break
        settled.append(row)
    if not settled:
        return [], since
    parts = [row for row in settled if row[5] is not None and row[8] == "part"]
    theirs = _customers_own({row[9] for row in parts if row[9]})
    cars = _cars({row[4] or row[10] for row in parts} - {None})
    return [
        memory.Sold(
            part_id=row[5], quantity_milli=row[6], day=row[7], car=cars.get(row[4] or row[10]),
            misfit=row[2] in (Document.CREDIT_NOTE, Document.RETURN_RECEIPT) and says_misfit(row[3]),
        )
        for row in parts
        if row[6] and row[9] not in theirs
    ], settled[-1][0]  # fmt: skip


def _customers_own(line_ids: set[UUID]) -> set[UUID]:
    """Lines with parts that the customer brought: never learned from (K-24)."""
    return set(Line.objects.filter(pk__in=line_ids, customer_supplied=True).values_list("id", flat=True))


def _cars(vehicle_ids: set[UUID]) -> dict[UUID, memory.CarType]:
    rows = Vehicle.objects.filter(pk__in=vehicle_ids)
    return {
        pk: memory.CarType(make, model, year or (registered.year if registered else None), engine)
        for pk, make, model, year, registered, engine in rows.values_list(
            "id", "make", "model", "model_year", "first_registered_on", "engine"
        )
    }
