"""Someone at an office screen: a browser that is logged in, and what it sees.

floor = workshop()
kim = Desk("kim")
page = kim.get(f"/tickets/{floor.ticket.pk}")
kim.post(f"/tickets/{floor.ticket.pk}/add", what=f"part:{floor.pads.pk}")
"""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from vaxel.business.locations.models import Staff
from vaxel.business.locations.tests.cast import PASSWORD
from vaxel.kernel.ids import new_id


@dataclass(slots=True)
class Page:
    """An answer: its status, text and where it leads."""

    response: Any

    @property
    def status(self) -> int:
        """The status code."""
        return int(self.response.status_code)

    @property
    def text(self) -> str:
        """The body, with no-break spaces as ordinary ones."""
        return str(self.response.content.decode()).replace("\u00a0", " ")

    @property
    def leads_to(self) -> str:
        """The address of a redirect, by form or by htmx."""
        return str(self.response.headers.get("Location") or self.response.headers.get("HX-Redirect") or "")


class Desk:
    """A browser in which the person is logged in, at the workshop's till unless told otherwise. English."""

    def __init__(self, who: str = "kim", *, till: str = "K1", language: str = "en") -> None:
        self.client = Client()
        person = Staff.objects.get(email=f"{who}@vaxel.example")
        Staff.objects.filter(pk=person.pk).update(language=language)
        self.client.post("/login", {"email": person.email, "password": PASSWORD})
        site = person.home_site
        assert site
        register = site.registers.filter(name=till).first()
        self.client.post("/place", {"place": f"{site.pk}:{register.pk if register else ''}"})

    def get(self, path: str, **query: Any) -> Page:
        """A whole page."""
        return Page(self.client.get(path, query))

    def part(self, path: str, **query: Any) -> Page:
        """What htmx gets."""
        return Page(self.client.get(path, query, headers={"HX-Request": "true"}))

    def post(self, path: str, **fields: Any) -> Page:
        """A form sent by htmx, with a fresh key unless one is given."""
        filled = {"once": str(new_id())} | fields
        return Page(self.client.post(path, filled, headers={"HX-Request": "true"}))

    def form(self, path: str, **fields: Any) -> Page:
        """A form sent without script."""
        return Page(self.client.post(path, {"once": str(new_id())} | fields))
