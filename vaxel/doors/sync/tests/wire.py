"""A till on the wire, for tests: enrolled by a person who is logged in, then alone with its token."""

import json
import struct
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from vaxel.business.locations.models import Device
from vaxel.business.locations.tests.cast import AT
from vaxel.business.payments.tests.a_till import Till
from vaxel.business.payments.tests.counter import Counter
from vaxel.business.payments.till_facts import Item
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.sync import catalog, people, setup
from vaxel.kernel import clock


@dataclass
class Wire:
    """Requests with the device's token."""

    client: Client
    token: str
    device_id: UUID
    till: Till

    def get(self, path: str, **more: Any) -> Any:
        """The answer to GET; what was looked up a moment ago is looked up anew."""
        forget()
        return self.client.get(
            path, headers={"authorization": f"Bearer {self.token}", **more.pop("headers", {})}, **more
        )

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """The answer to POST."""
        forget()
        return self.client.post(
            path, json.dumps(body), "application/json", headers={"authorization": f"Bearer {self.token}", **headers}
        )

    def sync(self, *items: Item, pending: int | None = None, **more: Any) -> Any:
        """The answer to facts."""
        return self.post("/till/sync", {
            "device": str(self.device_id), "schema": 1, "app": "1.0", "sent_at": clock.now().isoformat(),
            "pending": len(items) if pending is None else pending, "items": [wired(one) for one in items], **more,
        })  # fmt: skip


def forget() -> None:
    """Nothing that was looked up is remembered."""
    for one in (catalog, people, setup):
        one.forget()


def wired(item: Item) -> dict[str, Any]:
    """The fact as it is sent."""
    return {
        "seq": item.seq, "uuid": str(item.uuid), "schema": item.schema, "kind": item.kind, "sha256": item.sha256,
        "client_at": item.client_at.isoformat(), "skew_ms": item.skew_ms, "body": item.body,
    }  # fmt: skip


def wire(here: Counter, person: str = "mo", *, device_id: UUID | None = None) -> Wire:
    """A till at K1, enrolled by the person, where Sam stands."""
    client = Desk(person).client
    device_id = device_id or uuid4()
    asked = {"device_id": str(device_id), "register": str(here.shop.k1.pk), "name": "Disk 1"}
    answer = client.post("/till/enroll", json.dumps(asked), "application/json")
    assert answer.status_code == 200, answer.content
    device = Device.objects.get(pk=device_id)
    return Wire(Client(), answer.json()["token"], device_id, Till(device, here.shop.sam, seq=device.last_seq))


def unpacked(data: bytes) -> dict[str, Any]:
    """A block read as the contract says, column by column."""
    assert data[:4] == b"VXB1"
    (h,) = struct.unpack("<I", data[4:8])
    assert (8 + h) % 8 == 0
    header = json.loads(data[8 : 8 + h])
    n, found = header["n"], {}
    for name, column in header["columns"].items():
        assert column["at"] % 8 == 0
        raw = data[8 + h + column["at"] :][: column["length"]]
        if column["type"] == "text":
            texts = raw.decode().split("\n")
            assert texts.pop() == ""
            found[name] = texts
        elif column["type"] == "bytes16":
            found[name] = [str(UUID(bytes=raw[at : at + 16])) for at in range(0, len(raw), 16)]
        else:
            code = {"u8": "B", "u32": "I", "i32": "i", "i64": "q"}[column["type"]]
            found[name] = list(struct.unpack(f"<{n}{code}", raw))
        assert len(found[name]) == n
    return {"kind": header["kind"], **found}


__all__ = ["AT", "Wire", "unpacked", "wire", "wired"]
