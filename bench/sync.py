"""Tills that come back: fifty with two hundred sales each send at once, while four counters go on selling.

Promised: all in within two minutes on two cores, and the counters' sales 300 ms at the 99th percentile meanwhile. And
the first sync of a catalogue of 100,000 parts over loopback, once its blocks are made: within a second.
"""

import hashlib
import http.client
import json
import os
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bench.rows import Row, ms, percentile_us
from bench.sale import Shop as Counters
from bench.sale import _fill
from tests.live import LiveShop

TILLS = int(os.environ.get("VAXEL_BENCH_TILLS") or 50)
SALES = 200
COUNTERS = 4
BATCH = 50
PARTS = 100_000


@dataclass(frozen=True, slots=True)
class Sender:
    """A till with its token and the requests it has ready."""

    token: str
    requests: list[dict[str, Any]]


def run(shop: LiveShop) -> Iterator[Row]:
    """The rows of the bench, for the database it runs on."""
    kind = "postgresql" if shop.database else "sqlite"
    shop.start()
    shop.stop()
    counters = _fill()
    senders = [_till(counters, n) for n in range(TILLS)]
    shop.start()
    quiet = _alone(shop, counters)
    elapsed_s, busy = _all_come_back(shop, counters, senders)
    stored = _stored()
    if stored != (TILLS * SALES, TILLS * SALES):
        raise RuntimeError(f"{stored} facts and receipts of {TILLS * SALES}")
    yield Row("sync", f"{TILLS} tills × {SALES} sales", kind, round(elapsed_s, 1), "s", "lower", budget=120)
    yield Row("sync", "sales taken in", kind, round(TILLS * SALES / elapsed_s), "per second", "higher")
    yield Row("sync", "counter p99 alone", kind, ms(percentile_us(quiet, 99)), "ms", "lower")
    yield Row("sync", "counter p99 meanwhile", kind, ms(percentile_us(busy, 99)), "ms", "lower", budget=300)
    shop.stop()
    _more_parts()
    shop.start()
    made, first, delta, packed = _first_sync(shop, senders[0].token)
    yield Row("sync", "blocks made, 100k parts", kind, ms(made), "ms", "lower")
    yield Row("sync", "first sync 100k", kind, ms(first), "ms", "lower", budget=1000)
    yield Row("sync", "first sync 100k", kind, round(packed / 1_000_000, 1), "MB gzip", "lower")
    yield Row("sync", "nothing new", kind, ms(delta), "ms", "lower")


def _till(counters: Counters, n: int) -> Sender:
    """A device at a register of its own that has sold without the server, and how it sends."""
    from vaxel.business.catalog.models import Part
    from vaxel.business.locations import enrolments
    from vaxel.business.locations.models import Register, Staff
    from vaxel.business.payments.tests import a_till
    from vaxel.kernel import clock
    from vaxel.kernel.actors import Actor

    register = Register.objects.select_related("site").get(pk=counters.registers[n % len(counters.registers)])
    at = clock.now()
    device, token = enrolments.enrol(
        register, device_id=uuid4(), name=f"Surfplatta {n}", by=Actor.system("bench"), at=at
    )
    sam = Staff.objects.get(name="Sam Berg")
    till = a_till.Till(device, Actor("staff", sam.name, sam.pk))
    goods = list(Part.objects.filter(pk__in=counters.parts[n % len(counters.parts)]))
    a_till.PRICES.update({part.number: 3_920_000 for part in goods if part.number.startswith("BENCH")})
    sold = [till.sale(*((part, 1000) for part in goods), at=at) for _n in range(SALES)]
    requests = []
    for start in range(0, SALES, BATCH):
        items = [{
            "seq": one.seq, "uuid": str(one.uuid), "schema": 1, "kind": one.kind, "client_at": at.isoformat(),
            "skew_ms": 0, "sha256": hashlib.sha256(one.body.encode()).hexdigest(), "body": one.body,
        } for one in sold[start : start + BATCH]]  # fmt: skip
        asked = {"device": str(device.pk), "schema": 1, "app": "bench", "pending": SALES - start, "items": items}
        requests.append(asked)
    return Sender(token, requests)


def _all_come_back(shop: LiveShop, counters: Counters, senders: list[Sender]) -> tuple[float, list[int]]:
    """How long until every sale was acknowledged, and how long each sale at the counters took meanwhile."""
    done = threading.Event()
    with ThreadPoolExecutor(COUNTERS) as desks, ThreadPoolExecutor(len(senders)) as pool:
        selling = [desks.submit(_sell, shop.port, counters, n, done) for n in range(COUNTERS)]
        begin = time.monotonic()
        faults = [one for one in pool.map(lambda sender: _send(shop.port, sender), senders) if one]
        elapsed_s = time.monotonic() - begin
        done.set()
        busy = [one for desk in selling for one in desk.result()]
    if faults:
        raise RuntimeError(faults[0])
    return elapsed_s, busy


def _alone(shop: LiveShop, counters: Counters) -> list[int]:
    """How long each sale at the counters takes when nobody comes back."""
    done = threading.Event()
    with ThreadPoolExecutor(COUNTERS) as desks:
        selling = [desks.submit(_sell, shop.port, counters, n, done) for n in range(COUNTERS)]
        time.sleep(6)
        done.set()
        return [one for desk in selling for one in desk.result()]


def _sell(port: int, counters: Counters, n: int, done: threading.Event) -> list[int]:
    """Somebody sells a few times a second until it is done; microseconds of each sale."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took = []
    while not done.is_set():
        headers = {
            "Authorization": f"Bearer {counters.token}", "Content-Type": "application/json",
            "Idempotency-Key": uuid4().hex,
        }  # fmt: skip
        body = {
            "register": counters.registers[n], "lines": [{"part": part} for part in counters.parts[n]],
            "tenders": [{"tender": "cash", "amount": {"minor": 120_000, "currency": "SEK"}}],
        }  # fmt: skip
        begin = time.monotonic_ns()
        line.request("POST", "/api/v1/sales", json.dumps(body).encode(), headers)
        answer = line.getresponse()
        said = answer.read()
        took.append((time.monotonic_ns() - begin) // 1000)
        if answer.status not in (200, 201):
            raise RuntimeError(f"counter: {answer.status} {said[:300]!r}")
        time.sleep(0.25)  # people
    return took


def _send(port: int, sender: Sender) -> str:
    """What went wrong, or nothing. A till sends a request again that was not answered well."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {sender.token}", "Content-Type": "application/json"}
    for asked in sender.requests:
        while asked["items"]:
            line.request("POST", "/till/sync", json.dumps(asked).encode(), headers)
            answer = line.getresponse()
            said = answer.read()
            if answer.status == 503:
                time.sleep(0.5 + random.random())
                continue
            items = json.loads(said)["items"] if answer.status == 200 else []
            if not items or {one["status"] for one in items} - {"ok", "dup"}:
                return f"{answer.status} {said[:300]!r}"
            asked["items"] = asked["items"][len(items) :]
    return ""


def _stored() -> tuple[int, int]:
    """How many facts there are, and how many receipts of devices' series."""
    from vaxel.business.billing.models import Document
    from vaxel.business.payments.models import TillFact

    return TillFact.objects.count(), Document.objects.filter(facts__isnull=False).distinct().count()


def _more_parts() -> None:
    """A hundred thousand parts with names, numbers, barcodes and prices; made by actions."""
    from vaxel.business.catalog import parts, prices
    from vaxel.business.catalog.models import PriceList
    from vaxel.business.catalog.parts import NewPart
    from vaxel.business.payments.tests.counter import SETUP
    from vaxel.kernel import clock

    said = {**SETUP, "at": clock.now()}
    lists = PriceList.objects.get()
    for start in range(0, PARTS, 5_000):
        wishes = [
            NewPart(number=f"{n % 97:03d}-{n:06d}-{'ABCD'[n % 4]}", brand=f"Märke {n % 60}",
                    name_sv=f"Bromsbelägg {n % 400} fram vänster", name_en=f"Brake pad {n % 400} front left")
            for n in range(start, start + 5_000)
        ]  # fmt: skip
        made = parts.add_many(wishes, **said)
        prices.set(lists, prices=[(part, 1_000_000 + n) for n, part in enumerate(made)], **said)


def _first_sync(shop: LiveShop, token: str) -> tuple[int, int, int, int]:
    """Microseconds: making the blocks, fetching everything with four at a time, and asking again; and bytes fetched."""
    begin = time.monotonic_ns()
    _get(shop.port, token, "/till/catalog")
    made = (time.monotonic_ns() - begin) // 1000
    begin = time.monotonic_ns()
    manifest = json.loads(_get(shop.port, token, "/till/catalog"))
    with ThreadPoolExecutor(4) as pool:
        sizes = list(pool.map(lambda one: len(_get(shop.port, token, one["url"])), manifest["blocks"]))
    first = (time.monotonic_ns() - begin) // 1000
    begin = time.monotonic_ns()
    _get(shop.port, token, f"/till/catalog?since={manifest['version']}")
    return made, first, (time.monotonic_ns() - begin) // 1000, sum(sizes)


def _get(port: int, token: str, path: str) -> bytes:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    line.request("GET", path, headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"})
    answer = line.getresponse()
    said = answer.read()
    if answer.status not in (200, 304):
        raise RuntimeError(f"{path}: {answer.status} {said[:300]!r}")
    return said
