"""The charts that ship, BAS and a neutral one with the same roles. Roles lead to accounts; code names roles (M-61)."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from vaxel.business.accounting.models import Account, RoleAccount
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import reads, setup

Chart = Literal["bas", "neutral"]
_FILES: dict[Chart, Path] = {
    "bas": Path(__file__).with_name("bas_map.json"),
    "neutral": Path(__file__).with_name("neutral_map.json"),
}


@action("charts.install")
def install(chart: Chart, *, by: Actor, at: datetime) -> int:
    """Every role leads to its account in the chart, as a new version of the map; the version is returned.

    What was posted before keeps the account it was posted on.
    """
    roles = json.loads(_FILES[chart].read_text())["roles"]
    version = latest_version() + 1
    named = {role["account"]: {"name_sv": role["name_sv"], "name_en": role.get("name_en", "")} for role in roles}
    Account.objects.bulk_create(
        [Account(number=number, **names) for number, names in named.items()],
        update_conflicts=True, unique_fields=["number"], update_fields=["name_sv", "name_en"],
    )  # fmt: skip
    RoleAccount.objects.bulk_create(
        RoleAccount(role=role["role"], account_id=role["account"], version=version) for role in roles
    )
    note(chart=chart, version=version)
    return version


def latest_version() -> int:
    """The version of the map in force; 0 before any chart was installed."""
    newest = "t.version = (SELECT MAX(version) FROM accounting_roleaccount) LIMIT 1"
    found = setup.once("map", lambda: reads.select(RoleAccount, ("version",), newest))
    return int(found[0][0]) if found else 0


@cache
def accounts(version: int) -> dict[str, str]:
    """Role → account number in that version of the map. A version never changes once it is written."""
    return dict(RoleAccount.objects.filter(version=version).values_list("role", "account_id"))
