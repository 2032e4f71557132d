"""About the API itself: its description, the token in hand, and the sites it reaches."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from vaxel.business.locations.models import Site as SiteRow
from vaxel.doors.api import openapi
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import ANYONE, reads
from vaxel.doors.api.shapes import Shape


class Token(Shape):
    """The token in hand: `site` is null for a token that reaches every site."""

    name: str
    site: UUID | None
    permissions: list[str]


class Site(Shape):
    """A shop or branch."""

    id: UUID
    code: str
    name: str
    address: str
    phone: str
    email: str
    time_zone: str
    currency: str


@reads("/openapi.json", may=ANYONE)
def description(ask: Ask) -> dict[str, Any]:
    """This document: OpenAPI 3.1, made from the endpoints themselves."""
    return openapi.document()


@reads("/me", may="")
def me(ask: Ask) -> Token:
    """The token in hand: its name, its site and what it may do."""
    patterns = {pattern for held in ask.by.grants.values() for pattern in held}
    return Token(name=ask.by.name, site=ask.by.site_id, permissions=sorted(patterns))


@reads("/sites", may="")
def sites(ask: Ask, filters: Paging) -> Page[Site]:
    """The sites the token reaches."""
    return cut(ask.mine(SiteRow.objects.all(), "id"), filters, _sites)


@reads("/sites/{site}", may="")
def site(ask: Ask, site: UUID) -> Site:
    """One site."""
    return _sites([ask.one(SiteRow.objects.all(), site, "id")])[0]


def _sites(rows: Sequence[SiteRow]) -> list[Site]:
    return [
        Site(id=row.id, code=row.code, name=row.name, address=row.address, phone=row.phone, email=row.email,
             time_zone=row.time_zone, currency=row.currency)
        for row in rows
    ]  # fmt: skip
