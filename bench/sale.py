"""Counter sales over HTTP (three tracked lines, cash), beside the same rows written by bare SQL in the same run.

Each till sells three parts of its own, as customers do; one more row is for all tills selling the same three.
Promised: 60 ms at the 99th percentile with 16 clients, 200 MB on SQLite, and half of what bare SQL reaches. Each client
is a till of its own, as in a shop. The bare run repeats the statements that one sale writes, with fresh ids, without
Django: on SQLite one writer and 16 sales a commit, on PostgreSQL 16 connections and a commit a sale.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from bench.load import Result, hammer
from bench.rows import Row, ms, percentile_us
from tests.live import LiveShop

SECONDS = 8
CLIENTS = (1, 4, 16)
PLENTY_MILLI = 100_000_000_000


@dataclass(frozen=True, slots=True)
class Shop:
    """What a client needs to sell."""

    token: str
    registers: list[str]
    parts: list[list[str]]


def run(shop: LiveShop) -> Iterator[Row]:
    """The rows of the bench, for the database it runs on."""
    kind = "postgresql" if shop.database else "sqlite"
    shop.start()
    shop.stop()
    ready = _fill()
    writes = _writes_of_a_sale(ready)
    shop.start()
    _load(shop, ready, 4, 2)
    results = {clients: _load(shop, ready, clients, SECONDS) for clients in CLIENTS}
    memory = shop.memory_mb()
    same = _load(shop, replace(ready, parts=[ready.parts[0]] * 16), 16, SECONDS)
    shop.stop()
    limit = _bare_postgres(shop, writes, ready) if shop.database else _bare_sqlite(shop, writes)
    for clients, result in results.items():
        if set(result.statuses) - {200, 201}:
            raise RuntimeError(f"{clients} clients: {dict(result.statuses)}: {result.complaint}")
    p50, p99 = percentile_us(results[1].durations_us, 50), percentile_us(results[16].durations_us, 99)
    many = results[16].per_second()
    yield Row("sale", "1 client p50", kind, ms(p50), "ms", "lower")
    yield Row("sale", "4 clients", kind, round(results[4].per_second()), "per second", "higher")
    yield Row("sale", "16 clients p99", kind, ms(p99), "ms", "lower", budget=60)
    yield Row("sale", "16 clients", kind, round(many), "per second", "higher", limit=round(limit))
    yield Row("sale", "ratio to limit", kind, round(many / limit, 3), "ratio", "higher", budget=0.5)
    yield Row("sale", "16 clients, same parts", kind, round(same.per_second()), "per second", "higher")
    yield Row("sale", "memory", kind, memory, "MB", "lower", budget=None if shop.database else 200)
    yield Row("sale", "statements written", kind, len(writes.statements), "statements", "lower")


def _fill() -> Shop:
    """A shop with 16 open tills, three parts and more than enough of them; made by actions."""
    from vaxel.business.catalog import parts, prices
    from vaxel.business.catalog.models import PriceList
    from vaxel.business.locations import registers, tokens
    from vaxel.business.locations.models import Role
    from vaxel.business.payments import drawers
    from vaxel.business.payments.tests.counter import SETUP, counter
    from vaxel.business.stock import receipts
    from vaxel.kernel import clock

    now = clock.now()
    setup = {**SETUP, "at": now}
    here = counter()
    goods = [here.pads, here.oil, here.filter]
    shelf = [
        parts.add(number=f"BENCH-{n}", brand="Bench", name_sv=f"Artikel {n}", cost_minor=5_000, **setup)
        for n in range(45)
    ]
    prices.set(PriceList.objects.get(), prices=[(part, 3_920_000) for part in shelf], **setup)
    goods += shelf
    receipts.receive(here.shop.workshop, lines=[(part, PLENTY_MILLI, 5_000) for part in goods], **setup)
    tills = [registers.add(here.shop.workshop, name=f"B{n}", **setup) for n in range(16)]
    for till in tills:
        drawers.open(till, float_minor=0, **setup)
    role = Role.objects.get(key="api_full")
    _token, text = tokens.make(name="bench", role=role, site=here.shop.workshop, **setup)
    mine = [[str(part.pk) for part in goods[n : n + 3]] for n in range(0, 48, 3)]
    return Shop(text, [str(till.pk) for till in tills], mine)


def _load(shop: LiveShop, ready: Shop, clients: int, seconds: int) -> Result:
    run_id = uuid4().hex
    headers = {"Authorization": f"Bearer {ready.token}", "Content-Type": "application/json"}

    def ask(client: int, n: int) -> tuple[str, str, bytes, dict[str, str]]:
        body = {
            "register": ready.registers[client],
            "lines": [{"part": part} for part in ready.parts[client]],
            "tenders": [{"tender": "cash", "amount": {"minor": 120_000, "currency": "SEK"}}],
        }
        own = {**headers, "Idempotency-Key": f"{run_id}-{client}-{n}"}
        return "POST", "/api/v1/sales", json.dumps(body).encode(), own

    return hammer(shop.port, clients=clients, seconds=seconds, ask=ask)


@dataclass(frozen=True, slots=True)
class Writes:
    """The statements one sale writes, and how its parameters differ from the next one's."""

    statements: list[tuple[str, list[Any], list[Any]]]


def _writes_of_a_sale(ready: Shop) -> Writes:
    """Two sales at one till, recorded: what differs between them is what each makes anew. One before takes numbers."""
    _till_has_numbers, first, second = (_recorded(ready) for _ in range(3))
    return Writes([(sql, one, two) for (sql, one), (_sql, two) in zip(first, second, strict=True)])


def _recorded(ready: Shop) -> list[tuple[str, list[Any]]]:
    from django.db import connection, transaction

    from vaxel.business.catalog.models import Part
    from vaxel.business.locations.models import Register
    from vaxel.business.payments import sales
    from vaxel.business.payments.tenders import Tender
    from vaxel.business.tickets.lines import Wish
    from vaxel.kernel import clock
    from vaxel.kernel.actors import Actor

    found: list[tuple[str, list[Any]]] = []

    def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip()[:6].upper().strip() in ("INSERT", "UPDATE", "WITH W"):
            found.append((sql, list(params or [])))
        return execute(sql, params, many, context)

    register = Register.objects.select_related("site").get(pk=ready.registers[0])
    wishes = [Wish(part=part) for part in Part.objects.filter(pk__in=ready.parts[0])]
    with transaction.atomic(), connection.execute_wrapper(record):
        sales.ring_up.once(
            uuid4().hex, register, wishes, [Tender("cash", 120_000)], by=Actor.system("bench"), at=clock.now()
        )
    return found


class Fresh:
    """Parameters for the n-th repetition: new ids for new things, the next number for numbers."""

    def __init__(self, seed: int) -> None:
        self.turn = seed * 10_000_000
        self.made: dict[Any, Any] = {}

    def params(self, one: list[Any], two: list[Any]) -> list[Any]:
        """The parameters of a statement, for this turn."""
        return [self._value(a, b) for a, b in zip(one, two, strict=True)]

    def _value(self, a: Any, b: Any) -> Any:
        if isinstance(a, list):
            return [self._value(x, y) for x, y in zip(a, b, strict=True)]
        if a == b or isinstance(a, (datetime, date)):
            return a
        if isinstance(a, int):
            return type(a)(a + 10 + self.turn)
        key = str(a)
        if key not in self.made:
            self.made[key] = self._new(a)
        return self.made[key]

    def _new(self, a: Any) -> Any:
        if not isinstance(a, str):
            return uuid4()
        if len(a) == 64:
            return uuid4().hex + uuid4().hex
        return uuid4().hex if len(a) == 32 else a

    def next(self) -> None:
        """The next repetition."""
        self.turn += 1
        self.made = {}


def _bare_sqlite(shop: LiveShop, writes: Writes) -> float:
    path = next(Path(shop.folder).glob("*.sqlite3"))
    link = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
        link.execute(f"PRAGMA {pragma}")
    statements = [(sql.replace("%s", "?").replace("%%", "%"), one, two) for sql, one, two in writes.statements]
    fresh, count, end = Fresh(1), 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        link.execute("BEGIN IMMEDIATE")
        for _ in range(16):
            for sql, one, two in statements:
                link.execute(sql, [_plain(value) for value in fresh.params(one, two)])
            fresh.next()
            count += 1
        link.execute("COMMIT")
    link.close()
    return count / SECONDS


def _plain(value: Any) -> Any:
    return str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else value


def _bare_postgres(shop: LiveShop, writes: Writes, ready: Shop) -> float:
    import psycopg

    end = time.monotonic() + SECONDS

    def work(client: int) -> int:
        """One till's connection: its own register, so that it waits for the others only at the shared parts."""
        own = [(sql, _at(ready, one, client), _at(ready, two, client)) for sql, one, two in writes.statements]
        fresh, count = Fresh(client + 1), 0
        with psycopg.connect(shop.database, prepare_threshold=1) as link:
            link.execute("SET jit = off")
            link.commit()
            while time.monotonic() < end:
                for sql, one, two in own:
                    link.execute(sql, fresh.params(one, two))
                link.commit()
                fresh.next()
                count += 1
        return count

    with ThreadPoolExecutor(16) as pool:
        return sum(pool.map(work, range(16))) / SECONDS


def _at(ready: Shop, value: Any, client: int) -> Any:
    """The same parameters at another client's till."""
    if isinstance(value, list):
        return [_at(ready, one, client) for one in value]
    others = {
        ready.registers[0]: ready.registers[client],
        **dict(zip(ready.parts[0], ready.parts[client], strict=True)),
    }
    if isinstance(value, UUID):
        return UUID(others.get(str(value), str(value)))
    if isinstance(value, str):
        first, own = ready.registers[0], ready.registers[client]
        return value.replace(first, own).replace("-B0-", f"-B{client}-")
    return value
