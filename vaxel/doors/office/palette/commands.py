"""What the palette does and where it leads, besides what the shop holds: actions, screens and settings.

Each is found by its words in Swedish and English, whichever language the reader has.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from vaxel.business.locations.preferences import REGISTRY
from vaxel.doors.office import frame
from vaxel.doors.office.desk import Desk
from vaxel.doors.office.preferences import words as settings

LANGUAGES = ("sv", "en")


@dataclass(frozen=True, slots=True)
class Command:
    """An action: its name, where it begins, the key that does the same, and other words people use for it."""

    name: str | Promise
    icon: str
    view: str
    key: str = ""
    needs: str = ""
    also: str = ""


COMMANDS = (
    Command(_("New ticket"), "plus", "tickets:new", "", "tickets.take_in", "ärende order check in lämna in estimate"),
    Command(_("Counter sale"), "shopping-cart", "counter:sale", "", "sales.finish", "köp kassa sell cart butik"),
    Command(_("New customer"), "user-plus", "customers:new", "", "parties.add", "kund kundkort add"),
    Command(_("Likely doubles"), "users", "customers:doubles", "", "parties.merge",
            "dubbletter slå ihop kunder merge duplicates"),
    Command(_("New part"), "package-plus", "parts:new", "", "parts.add", "artikel vara"),
    Command(_("Open or close the cash drawer"), "wallet", "drawers:list", "", "drawers.open",
            "kassa dagsavslut z-rapport räkna kassan växelkassa count float day"),
    Command(_("Hire someone"), "user-plus", "staff:new", "", "staff.hire", "anställ medarbetare personal new user"),
    Command(_("New role"), "shield", "roles:new", "", "roles.make", "roll rättigheter permissions rights"),
    Command(_("New site"), "store", "sites:new", "", "sites.begin", "anläggning butik filial branch"),
    Command(_("Password and PIN"), "key-round", "auth:own", "", "", "lösenord pin-kod byt"),
    Command(_("Other site or register"), "map-pin", "auth:place", "", "", "byt kassa anläggning"),
    Command(_("Change person"), "users", "auth:switch", "", "", "byt person logga in switch user"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette. `words`: all that finds it, in small letters."""

    name: str
    icon: str
    url: str
    words: str
    key: str = ""
    below: str = ""


def actions(desk: Desk) -> Iterator[Entry]:
    """What can be begun from anywhere."""
    for one in COMMANDS:
        if not one.needs or desk.may(one.needs):
            yield Entry(str(one.name), one.icon, reverse(one.view), _words(one.name, one.also), one.key)


def screens(desk: Desk) -> Iterator[Entry]:
    """Every screen that the person finds."""
    for place in frame.PLACES:
        if frame.may_see(place, desk):
            yield Entry(str(place.name), place.icon, reverse(place.view), _words(place.name, place.about), place.key,
                        str(place.about))  # fmt: skip


def preferences(desk: Desk) -> Iterator[Entry]:
    """Every setting, where the person may change any."""
    if not desk.may("settings.change"):
        return
    for key, one in sorted(REGISTRY.items()):
        group, title = settings.group_of(key), settings.title(one)
        yield Entry(str(title), "settings", f"{reverse('preferences:show')}#set-{key}", _words(title, group.name), "",
                    str(group.name))  # fmt: skip


def _words(*texts: str | Promise) -> str:
    """The texts in both languages; those that are no translations as they are."""
    said = []
    for language in LANGUAGES:
        with override(language):
            said += [str(text) for text in texts if text]
    return " ".join(dict.fromkeys(" ".join(said).lower().split()))
