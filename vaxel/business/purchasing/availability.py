"""Several suppliers asked at once, side by side, until a deadline; who is late is said to be late."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vaxel.business.purchasing import catalogs, offers
from vaxel.business.purchasing.catalogs import CatalogDown, Offered, SupplierCatalog, Wanted
from vaxel.business.purchasing.models import CatalogAnswer, Offer, Supplier
from vaxel.kernel import actions
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows

DEADLINE_S = 4.0
MOST_SUPPLIERS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """What one supplier says of one part; price per unit in its currency, hundredths of a minor unit.

    `heard`: live (its system said so now), offer (no system: what we know), late, down, unknown (it has not the part).
    """

    supplier_id: UUID
    supplier: str
    part_id: UUID
    number: str
    heard: str
    quantity_milli: int
    available_milli: int | None
    unit_price_cm: int
    currency: str
    expected_on: date | None
    preferred: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Everyone's answers: part → cells, the preferred supplier first; `took_ms` until the last who was waited for."""

    cells: dict[UUID, list[Cell]]
    took_ms: int


def ask(wants: Sequence[tuple[UUID, int]], *, by: Actor, at: datetime, deadline_s: float = DEADLINE_S) -> Board:
    """All suppliers that offer the parts (id, thousandths) are asked at once; their answers are kept as the price an
    order will have. Called outside any transaction; nothing of the database is touched while waiting.
    """
    if actions.in_transaction():
        raise RuntimeError("nothing outside is called inside a transaction")
    known = offers.standing([part_id for part_id, _milli in wants])
    quantity = dict(wants)
    asked = [offers.asks(offer, quantity[offer.part_id]) for group in known.values() for offer in group]
    by_supplier: dict[Supplier, list[offers.Asked]] = {}
    for one in asked:
        by_supplier.setdefault(one.offer.supplier, []).append(one)
    linked = {supplier: group for supplier, group in by_supplier.items() if supplier.link}
    begun = time.monotonic()
    answers = _ask_all(dict(list(linked.items())[:MOST_SUPPLIERS]), deadline_s)
    took_ms = int((time.monotonic() - begun) * 1000)
    heard = {supplier: said for supplier, said in answers.items() if not isinstance(said, str)}
    if heard:
        keep(
            [(supplier, offer.offer.part_id, said[offer.offer.norm])
             for supplier, said in heard.items() for offer in by_supplier[supplier] if offer.offer.norm in said],
            by=by, at=at,
        )  # fmt: skip
    cells: dict[UUID, list[Cell]] = {part_id: [] for part_id in quantity}
    for one in asked:
        cells[one.offer.part_id].append(_cell(one, answers.get(one.offer.supplier)))
    return Board(cells, took_ms)


type Said = dict[str, Offered] | str


def _ask_all(linked: dict[Supplier, list[offers.Asked]], deadline_s: float) -> dict[Supplier, Said]:
    """Supplier → what it said by normalised number, or `late` or `down`. Threads that are late are left to end."""
    if not linked:
        return {}
    found: dict[Supplier, Said] = {}
    pool = ThreadPoolExecutor(max_workers=len(linked), thread_name_prefix="supplier")
    running = {}
    for supplier, group in linked.items():
        try:
            system = catalogs.connect(supplier.link)
        except (catalogs.NoConnection, CatalogDown):
            found[supplier] = "down"
            continue
        wanted = [Wanted(one.offer.number, one.quantity_milli) for one in group]
        running[pool.submit(_ask_one, system, wanted)] = supplier
    done, late = wait(running, timeout=deadline_s)
    pool.shutdown(wait=False, cancel_futures=True)
    for future in done:
        found[running[future]] = future.result()
    return found | {running[future]: "late" for future in late}


def _ask_one(system: SupplierCatalog, wanted: Sequence[Wanted]) -> Said:
    from vaxel.business.catalog import numbers

    try:
        return {numbers.norm(one.number): one for one in system.availability(wanted)}
    except CatalogDown:
        return "down"


def _cell(asked: offers.Asked, said: Said | None) -> Cell:
    offer = asked.offer
    supplier, answer, heard = offer.supplier, None, "offer"
    if isinstance(said, str):
        heard = said
    elif said is not None:
        answer = said.get(offer.norm)
        heard = "live" if answer else "unknown"
    price = answer.unit_price_cm if answer and answer.unit_price_cm is not None else asked.unit_price_cm
    return Cell(
        supplier_id=supplier.pk, supplier=supplier.party.name, part_id=offer.part_id, number=offer.number, heard=heard,
        quantity_milli=asked.quantity_milli, available_milli=answer.available_milli if answer else None,
        unit_price_cm=price, currency=supplier.currency, expected_on=answer.expected_on if answer else None,
        preferred=offer.preferred,
    )  # fmt: skip


@action("suppliers.keep_answers", site=lambda *_, **__: None)
def keep(heard: Sequence[tuple[Supplier, UUID, Offered]], *, by: Actor, at: datetime) -> int:
    """What suppliers' systems said of parts is kept: an order within half an hour has that price. How many.

    The price of a single unit follows on the offer where the currency is the supplier's and there are no breaks.
    """
    ours = [one for one in heard if one[2].currency in ("", one[0].currency)]
    rows.insert_new(
        CatalogAnswer, ("supplier", "part", "available_milli", "unit_price_cm", "expected_on", "asked_at"),
        [(supplier.pk, part_id, said.available_milli, said.unit_price_cm, said.expected_on, at)
         for supplier, part_id, said in ours],
        key="supplier_id, part_id", or_replace=("available_milli", "unit_price_cm", "expected_on", "asked_at"),
    )  # fmt: skip
    price_of = {(supplier.pk, part_id): said.unit_price_cm for supplier, part_id, said in ours}
    plain = Offer.objects.filter(
        supplier__in={supplier for supplier, _part in price_of}, part__in={part for _supplier, part in price_of},
        breaks=None,
    )  # fmt: skip
    changed = [
        (offer.pk, price) for offer in plain
        if (price := price_of.get((offer.supplier_id, offer.part_id))) is not None and price != offer.unit_price_cm
    ]  # fmt: skip
    offers.keep_prices(changed, at)
    note(answers=len(ours), prices_changed=len(changed))
    return len(ours)
