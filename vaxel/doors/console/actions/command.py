"""Prints the list of actions as Markdown, by rung of the ladder, from the registry and the functions' own words."""

import importlib
import inspect
import pkgutil
import re
from argparse import Namespace
from collections.abc import Iterable
from typing import Any

import vaxel.business
from vaxel.business.locations.roles_ready import ALWAYS, READY
from vaxel.doors.console.trouble import Trouble
from vaxel.kernel.actions import REGISTRY, Action
from vaxel.kernel.actors import covers

LADDER = (
    "exports", "presence", "schedule", "tyres", "service", "payments", "billing", "inspections", "messaging", "tickets",
    "purchasing", "stock", "catalog", "vehicles", "accounting", "parties", "locations",
)  # fmt: skip
HEAD = """# Actions

Everything that changes the shop is one of these: one function, one transaction, one line of history. A page, the API, a
job and the demo call the same ones. A role is a set of their names, given per site; the owner may do all of them.
Printed by `bin/vaxel actions` from the code; a test says when it is behind.
"""


def run(options: Namespace) -> int:
    """The wanted actions are printed; raises Trouble when there are none."""
    found = [one for one in every() if not options.names or _is_wanted(one.name, options.names)]
    if not found:
        raise Trouble("There is no such action. bin/vaxel actions prints all of them.")
    print(page(found), end="")
    return 0


def _is_wanted(name: str, wanted: list[str]) -> bool:
    return name in wanted or name.split(".", maxsplit=1)[0] in wanted


def every() -> list[Action[..., Any]]:
    """Every action of the product: all of `business` is read, so that none is missing."""
    for module in pkgutil.walk_packages(vaxel.business.__path__, "vaxel.business."):
        if not {"tests", "migrations"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    return [one for name, one in sorted(REGISTRY.items()) if _rung(one)]


def _rung(one: Action[..., Any]) -> str:
    words: list[str] = one.function.__module__.split(".")
    return words[2] if words[:2] == ["vaxel", "business"] and "tests" not in words else ""


def page(actions: Iterable[Action[..., Any]]) -> str:
    """The list in Markdown: the rungs from the highest, each with a table of its actions."""
    wanted = list(actions)
    pieces = [HEAD]
    for rung in LADDER:
        rows = [_row(one) for one in wanted if _rung(one) == rung]
        if rows:
            table = "| action | afterwards | refuses with | besides the owner |\n|---|---|---|---|\n"
            pieces.append(f"\n## {rung}\n\n{table}" + "\n".join(rows) + "\n")
    return "".join(pieces)


def _row(one: Action[..., Any]) -> str:
    text = " ".join((inspect.getdoc(one.function) or "").split())
    told, _word, refusals = text.partition(" Refuses with ")
    first = re.split(r"(?<=[.;:]) (?=[A-Z`])", told)[0].rstrip(";:")
    why = re.split(r"\.(?: |$)", refusals)[0] if refusals else ""
    cells = (f"`{one.name}`", first, why, ", ".join(_roles(one.name)))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _roles(name: str) -> list[str]:
    if covers(frozenset(ALWAYS), name):
        return ["everyone"]
    return [role.key for role in READY if role.key != "owner" and covers(frozenset(role.actions), name)]
