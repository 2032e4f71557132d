"""The table of routes in `docs/api.md`, printed from the endpoints: `python -m vaxel.doors.api.routes_table`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaxel.doors.api.routes import Endpoint

PAGE = Path(__file__).resolve().parents[3] / "docs" / "api.md"
HEAD = "| route | what it does | permission |\n|---|---|---|\n"


def table() -> str:
    """Every route, by noun, in Markdown."""
    from vaxel.doors.api.endpoints import __all__ as nouns
    from vaxel.doors.api.routes import ENDPOINTS

    rows = sorted(ENDPOINTS, key=lambda one: nouns.index(one.tag))
    return HEAD + "".join(f"| `{one.method} {one.path}` | {one.summary} | {_needed(one)} |\n" for one in rows)


def _needed(endpoint: "Endpoint") -> str:
    from vaxel.doors.api.needs import permissions
    from vaxel.doors.api.routes import ANYONE

    if endpoint.may == ANYONE:
        return "none"
    return " or ".join(f"`{one}`" for one in permissions(endpoint)) or "any token"


def written(text: str) -> str:
    """The page with today's table at its end."""
    return text.partition(HEAD)[0] + table()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")
    import django

    django.setup()
    PAGE.write_text(written(PAGE.read_text()))
