"""From a connection's name to the supplier's system: settings and secrets lie in files, never in the database.

DATA/suppliers/NAME.json says how to speak; secrets are NAME.secrets.json beside it (readable by its owner alone) or the
environment's VAXEL_SUPPLIER_NAME_KEY, which wins. With VAXEL_FAKE_SUPPLIERS set, names that begin with `demo` lead to a
fake supplier that this process serves over real HTTP.
"""

import json
import os
import re
from typing import Any

from django.conf import settings

from vaxel.business.purchasing.catalogs import CatalogDown, SupplierCatalog
from vaxel.links.suppliers import fake
from vaxel.links.suppliers.files import FileCatalog
from vaxel.links.suppliers.rest import RestCatalog

_GOOD = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def open_named(name: str) -> SupplierCatalog | None:
    """The system behind the name; None when there are no settings for it."""
    if not _GOOD.fullmatch(name):
        return None
    if settings.FAKE_SUPPLIERS and name.startswith("demo"):
        return fake.connected(name)
    path = settings.DATA / "suppliers" / f"{name}.json"
    if not path.is_file():
        return None
    try:
        said: dict[str, Any] = json.loads(path.read_text())
        if said.get("kind") == "rest":
            return RestCatalog(said, secrets(name))
        return FileCatalog(said) if said.get("kind") == "files" else None
    except (ValueError, KeyError, OSError) as failure:
        raise CatalogDown(f"the settings of {name} cannot be read: {failure}") from failure


def secrets(name: str) -> dict[str, str]:
    """The connection's secrets, from its file and from the environment. Refuses a file that others can read."""
    path = settings.DATA / "suppliers" / f"{name}.secrets.json"
    found: dict[str, str] = {}
    if path.is_file():
        if path.stat().st_mode & 0o077:
            raise CatalogDown(f"{path.name} can be read by others: chmod 600")
        found = json.loads(path.read_text())
    begin = f"VAXEL_SUPPLIER_{name.upper().replace('-', '_')}_"
    return found | {key[len(begin) :].lower(): value for key, value in os.environ.items() if key.startswith(begin)}
