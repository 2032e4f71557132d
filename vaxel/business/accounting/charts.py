"""The charts that ship, BAS and a neutral one with the same roles. Roles lead to accounts; code names roles (M-61)."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import map_rules
from vaxel.business.accounting.models import Account, RoleAccount
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import reads, setup
from vaxel.kernel.refusals import Conflict, NotFound, Refused

Chart = Literal["bas", "neutral"]
_FILES: dict[Chart, Path] = {
    "bas": Path(__file__).with_name("bas_map.json"),
    "neutral": Path(__file__).with_name("neutral_map.json"),
}


class BadAccount(Refused):
    """An account has a number that accounting programs can read, and a name."""

    sentence = _("Write an account number of four digits, a name, and what kind of account it is.")


class AccountThere(Conflict):
    """One account per number."""

    sentence = _("There is an account %(number)s already: %(name)s.")


class OtherVersion(Conflict):
    """Two people change the map at once."""

    sentence = _("Someone else has changed the accounts meanwhile. Look at them, and change yours again.")


@action("charts.install")
def install(chart: Chart, *, by: Actor, at: datetime) -> int:
    """Every role leads to its account in the chart, as a new version of the map; the version is returned.

    What was posted before keeps the account it was posted on.
    """
    roles = json.loads(_FILES[chart].read_text())["roles"]
    version = latest_version() + 1
    named = {
        role["account"]: {
            "name_sv": role["name_sv"], "name_en": role.get("name_en", ""),
            "kind": map_rules.kind_of_number(role["account"], chart),
        }
        for role in roles
    }  # fmt: skip
    Account.objects.bulk_create(
        [Account(number=number, **fields) for number, fields in named.items()],
        update_conflicts=True, unique_fields=["number"], update_fields=["name_sv", "name_en", "kind"],
    )  # fmt: skip
    RoleAccount.objects.bulk_create(
        RoleAccount(role=role["role"], account_id=role["account"], version=version) for role in roles
    )
    note(chart=chart, version=version)
    return version


@action("charts.add_account")
def add_account(*, number: str, name_sv: str, name_en: str = "", kind: str, by: Actor, at: datetime) -> Account:
    """The chart has the account. Refuses with BadAccount, AccountThere."""
    swedish, english = " ".join(name_sv.split()), " ".join(name_en.split())
    if not (len(number) == 4 and number.isascii() and number.isdigit() and number >= "1000"):
        raise BadAccount()
    if not (swedish or english) or kind not in map_rules.KINDS:
        raise BadAccount()
    held = Account.objects.filter(number=number).first()
    if held:
        raise AccountThere(number=number, name=held.name_sv)
    note(number=number, name=swedish or english, kind=kind)
    return Account.objects.create(
        number=number, name_sv=(swedish or english)[:200], name_en=(english or swedish)[:200], kind=kind
    )


@action("charts.change")
def change(wished: Mapping[str, str], *, version: int, by: Actor, at: datetime) -> int:
    """These roles lead to these accounts from now on, as a new version of the map; the version is returned.

    What was posted before stays where it was. `version` is the one that was looked at. The whole map is tried first.
    Refuses with OtherVersion, NotFound (no such role), WrongMap.
    """
    newest = latest_version()
    if version != newest:
        raise OtherVersion()
    held = dict(RoleAccount.objects.filter(version=newest).values_list("role", "account_id"))
    if wished.keys() - held.keys():
        raise NotFound()
    changed = {role: account for role, account in wished.items() if held[role] != account}
    if not changed:
        return newest
    made = held | changed
    faults = list(map_rules.wrong_in(made, dict(Account.objects.values_list("number", "kind"))))
    if faults:
        raise map_rules.WrongMap(faults=" ".join(sentence for _role, sentence in faults))
    RoleAccount.objects.bulk_create(
        RoleAccount(role=role, account_id=account, version=newest + 1) for role, account in made.items()
    )
    note(before={role: held[role] for role in changed}, after=changed, version=newest + 1)
    return newest + 1


def latest_version() -> int:
    """The version of the map in force; 0 before any chart was installed."""
    newest = "t.version = (SELECT MAX(version) FROM accounting_roleaccount) LIMIT 1"
    found = setup.once("map", lambda: reads.select(RoleAccount, ("version",), newest))
    return int(found[0][0]) if found else 0


@cache
def accounts(version: int) -> dict[str, str]:
    """Role → account number in that version of the map. A version never changes once it is written."""
    return dict(RoleAccount.objects.filter(version=version).values_list("role", "account_id"))
