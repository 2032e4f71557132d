"""At most once: a key made where the wish was born, the hash of what was asked, and the first answer (F-1 to F-4)."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import OperationalError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from vaxel.kernel.db import rows, statements
from vaxel.kernel.db.rows import adapt
from vaxel.kernel.models import OnceKey
from vaxel.kernel.refusals import Conflict

_LOCK_NOT_AVAILABLE = "55P03"


class KeyReused(Conflict):
    """The key stands for another wish already."""

    sentence = _("This key was used before for something else. Nothing was stored. Use a new key for a new request.")


class StillRunning(Conflict):
    """The first call with this key has not ended."""

    sentence = _("The first try of this request is still running. Ask again in a moment with the same key.")
    retry_after_s = 1


def fingerprint(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """SHA-256 over what is asked. Who asks and when is not part of it: a retry by another profile is a retry (F-2)."""
    asked = {key: _canonical(value) for key, value in kwargs.items() if key not in ("by", "at")}
    text = json.dumps([name, [_canonical(one) for one in args], asked], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    if isinstance(value, Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _canonical(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _canonical(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_canonical(one) for one in value]
    if isinstance(value, (set, frozenset)):
        return sorted(str(_canonical(one)) for one in value)
    if value is None or isinstance(value, (str, int, bool)):
        return value
    return str(value)


def claim(key: str, name: str, digest: str, at: datetime) -> OnceKey | None:
    """None: the key is ours now, in this transaction. A row: the key was used for the same wish."""
    try:
        if _insert(key, name, digest, at):
            return None
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
            raise StillRunning() from error
        raise
    held = OnceKey.objects.get(pk=key)
    if held.payload_hash != digest:
        raise KeyReused()
    return held


def _insert(key: str, name: str, digest: str, at: datetime) -> bool:
    if statements.vendor() == "postgresql":
        wait_ms = max(1, int(settings.ONCE_WAIT_S * 1000))
        statements.fetch("SELECT set_config('lock_timeout', %s, true)", [f"{wait_ms}ms"])
    stored = statements.change(
        "INSERT INTO kernel_oncekey (key, action, payload_hash, at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [key, name, digest, adapt(at)],
    )
    return stored == 1


def keep(key: str, result: Any) -> Any:
    """`result`, stored as the key's answer: a model as its address, anything else as JSON."""
    rows.overwrite(OnceKey, "key", key, ("answer",), (_pack(result),))
    return result


def recall(held: OnceKey) -> Any:
    """The answer that was kept."""
    packed = held.answer or {}
    if "model" in packed:
        return apps.get_model(packed["model"])._default_manager.get(pk=packed["pk"])
    return packed.get("json")


def answered(key: str, asked: Any) -> tuple[str, Any] | None:
    """(action, answer) when the key stands for what is `asked` already; None otherwise."""
    held = OnceKey.objects.filter(pk=key).first()
    if held is None or held.payload_hash != fingerprint(held.action, (asked,), {}):
        return None
    return held.action, recall(held)


def _pack(result: Any) -> dict[str, Any]:
    if isinstance(result, Model):
        return {"model": result._meta.label, "pk": str(result.pk)}
    return {"json": result}
