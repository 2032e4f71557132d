"""Stripe's form encoding: `a[b]=1` nests, `a[]=1` appends, `a[0]=1` counts; the same key twice is an error."""

import re
from typing import Any
from urllib.parse import parse_qsl


def decode(text: str) -> dict[str, Any]:
    """The nested values of a form or a query; raises ValueError for a key that stands twice."""
    made: dict[str, Any] = {}
    seen: set[str] = set()
    for key, value in parse_qsl(text, keep_blank_values=True):
        if key in seen and not key.endswith("[]"):
            raise ValueError(f"{key} stands twice")
        seen.add(key)
        head, *rest = [part for part in re.split(r"\[|\]\[|\]", key) if part or key.endswith("[]")]
        _put(made, [head, *(part for part in rest)], value)
    return made


def _put(made: dict[str, Any], path: list[str], value: str) -> None:
    key, *rest = path
    if not [one for one in rest if one] and rest:
        made.setdefault(key, {})[str(len(made.get(key, {})))] = value
    elif not rest:
        made[key] = value
    else:
        _put(made.setdefault(key, {}), rest, value)


def plain(value: Any) -> Any:
    """Mappings whose keys count from zero as the lists they stand for."""
    if isinstance(value, dict):
        if value and all(key.isdigit() for key in value):
            return [plain(value[key]) for key in sorted(value, key=int)]
        return {key: plain(one) for key, one in value.items()}
    return value
