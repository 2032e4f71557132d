"""What a till is told, as JSON."""

from datetime import UTC, datetime
from typing import Any

from vaxel.business.locations.models import Device
from vaxel.business.payments import till_facts
from vaxel.business.payments.till_facts import Answer
from vaxel.doors.templatetags.vaxel import money_
from vaxel.kernel.money import rdiv


def moment(at: datetime) -> str:
    """As the contract writes moments: UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def where(device: Device) -> dict[str, Any]:
    """The device, its site and its register."""
    site, register = device.site, device.register
    assert register is not None
    return {
        "device": {"id": str(device.pk), "name": device.name},
        "site": {"id": str(site.pk), "name": site.name},
        "register": {"id": str(register.pk), "name": register.name},
        "series": f"{register.name}{device.series}",
    }


def stands(device: Device, at: datetime) -> dict[str, Any]:
    """How far the device has come, as the database has it now."""
    fresh = Device.objects.get(pk=device.pk)
    return {"last_seq": fresh.last_seq, "next_number": till_facts.next_number(fresh), "now": moment(at)}


def became(answer: Answer, currency: str) -> dict[str, Any]:
    """What became of a fact."""
    said: dict[str, Any] = {"seq": answer.seq, "uuid": str(answer.uuid), "status": answer.status}
    if answer.expected is not None:
        said["expected"] = answer.expected
    if answer.result is not None:
        said["result"] = answer.result
        said["flags"] = [
            {"code": flag["code"], "text": till_facts.sentence(flag, lambda name, value: _shown(name, value, currency))}
            for flag in answer.flags
        ]
    return said


def _shown(name: str, value: Any, currency: str) -> Any:
    if name.endswith("_minor") and isinstance(value, int):
        return money_(value, currency)
    return money_(rdiv(value, 100), currency) if name.endswith("_cm") and isinstance(value, int) else value
