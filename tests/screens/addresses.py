"""Every page there is, with an address that shows something: from the URL table, so that a new page is looked at too.

`python -m tests.screens.addresses` in a shop's environment prints them as JSON: {"name": "/path"}.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

FOLDERS = ("vaxel.doors.office", "vaxel.doors.portal", "vaxel.doors.auth")
# What stands in the address for each kind of thing; those not named here are the model of that name.
WORDS: Mapping[str, str] = {"/reports/": "sales"}  # what stands for a word in the addresses that begin so
KINDS: Mapping[str, str] = {"party": "parties.Party", "person": "locations.Staff", "document": "billing.Document"}


def main() -> None:
    """All addresses, as JSON."""
    import django

    django.setup()
    json.dump(addresses(), sys.stdout, indent=1)


def addresses() -> dict[str, str]:
    """View's name → an address of it. Views whose address needs a thing that this shop has none of are left out."""
    found = {}
    for name, path, view in _views():
        if getattr(view, "__module__", "").startswith(FOLDERS):
            address = _filled(path)
            if address is not None:
                found[name] = address
    return found


def _views() -> Iterator[tuple[str, Any, Any]]:
    """(namespaced name, pattern pieces, view) of every address."""
    from django.urls import get_resolver

    yield from _walk(get_resolver(), "", "/", {})


def _walk(resolver: Any, space: str, path: str, converters: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    from django.urls import URLResolver

    for one in resolver.url_patterns:
        route = path + str(one.pattern)
        held = converters | dict(one.pattern.converters)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one, inner, route, held)
        elif one.name:
            yield space + one.name, route, one.callback


def _filled(route: str) -> str | None:
    """The route with a real thing's id in each gap."""
    import re

    missing = False

    def thing(match: re.Match[str]) -> str:
        nonlocal missing
        if match["kind"] == "slug":
            return next((word for start, word in WORDS.items() if route.startswith(start)), "1")
        value = _one(match["name"], route) if match["kind"] in ("uuid", "str", None) else "1"
        missing = missing or value is None
        return str(value)

    filled = re.sub(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>", thing, route)
    return None if missing else filled


def _one(name: str, route: str) -> UUID | None:
    """The id of a thing that the gap's name stands for: the newest, and of tickets one with much on it."""
    from django.apps import apps

    kind = name.removesuffix("_id").removesuffix("_pk")
    wanted = KINDS.get(kind, kind).rsplit(".", 1)[-1].replace("_", "").lower()
    model = next((model for model in apps.get_models() if model.__name__.lower() == wanted), None)
    if model is None:
        return None
    if model.__name__ == "Ticket":
        return _ticket(route)
    if model.__name__ == "Party":
        return _customer()
    row: Any = model._default_manager.order_by("-pk").first()
    return row.pk if row else None


def _customer() -> UUID | None:
    """The customer with most tickets."""
    from django.db.models import Count

    from vaxel.business.parties.models import Party

    rows = Party.objects.filter(is_walk_in=False, is_customer=True).annotate(n=Count("tickets"))
    row = rows.order_by("-n", "-pk").first()
    return row.pk if row else None


def _ticket(route: str) -> UUID | None:
    """An open ticket with jobs and lines; for the counter and paying, one of theirs."""
    from django.db.models import Count

    from vaxel.business.tickets.models import Ticket

    kind = "counter" if route.startswith("/counter") else "service"
    state = "invoiced" if route.startswith("/pay") else "open"
    rows = Ticket.objects.filter(kind=kind).annotate(n=Count("jobs__lines")).order_by("-n", "-pk")
    row = rows.filter(state=state).first() or rows.first()
    return row.pk if row else None


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")
    main()
