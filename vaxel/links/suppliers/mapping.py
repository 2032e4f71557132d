"""How a supplier's JSON is written and read, declared as data: templates with names in braces, and paths. No code.

A template is JSON. `"{number}"` alone becomes the value as it is; inside other text it becomes text. A list of one
object `{"each": "lines", "as": {…}}` becomes one `as` for each line. A path is names and places with dots: `price.net`,
`warehouses.0.stock`; empty is the whole.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from vaxel.kernel import numerals
from vaxel.kernel.refusals import BadInput

_NAME = re.compile(r"\{([a-z_]+(?::[a-zA-Z0-9_-]+)?)\}")


class Unreadable(Exception):
    """The answer is not what the mapping says it is."""


def render(
    template: Any, names: Mapping[str, Any], lists: Mapping[str, Sequence[Mapping[str, Any]]] | None = None
) -> Any:
    """The template with its names filled in; a name that is not known is a mistake in the settings (KeyError)."""
    if isinstance(template, str):
        whole = _NAME.fullmatch(template)
        if whole:
            return names[whole[1]]
        return _NAME.sub(lambda found: str(names[found[1]]), template)
    if isinstance(template, Mapping):
        return {key: render(value, names, lists) for key, value in template.items()}
    if isinstance(template, list):
        if len(template) == 1 and isinstance(template[0], Mapping) and "each" in template[0]:
            one = template[0]
            return [render(one["as"], {**names, **row}, lists) for row in (lists or {})[one["each"]]]
        return [render(value, names, lists) for value in template]
    return template


def at(found: Any, path: str) -> Any:
    """What lies at the path; None where the way ends before."""
    for step in path.split(".") if path else ():
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def rows(found: Any, path: str) -> list[Any]:
    """The list at the path; Unreadable when there is none."""
    there = at(found, path)
    if not isinstance(there, list):
        raise Unreadable(f"no list at “{path}”")
    return there


def number(value: Any, decimals: int, locale: str = "en_US") -> int | None:
    """A number of the answer (JSON's numbers arrive as text) in units of its last decimal; None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise Unreadable(f"“{value}” is no number")
    try:
        return numerals.read(_trimmed(str(value), numerals.STYLES[locale].decimal), locale, decimals)
    except BadInput as refusal:
        raise Unreadable(str(refusal)) from None


def _trimmed(text: str, decimal: str) -> str:
    """Zeros after the last decimal that says something are no decimals: 12.50000 is 12.5. In a group they stay."""
    found = re.search(r"([.,])([0-9]+)$", text)
    if found is None or (found[1] != decimal and (decimal == "." or len(found[2]) == 3)):
        return text
    return re.sub(r"([.,][0-9]*?)0+$", r"\1", text).rstrip(".,")


def day(value: Any) -> date | None:
    """A date as ISO says it, a time after it left off; None for nothing."""
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise Unreadable(f"“{value}” is no date") from None


def text(value: Any, most: int) -> str:
    """The value as text of at most so many letters."""
    return "" if value is None else str(value)[:most]
