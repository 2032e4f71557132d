"""Hires a person or changes how they come in."""

import getpass
import sys
from argparse import Namespace
from typing import Any

from vaxel.business.locations import staff
from vaxel.business.locations.company import the_company
from vaxel.business.locations.models import Staff
from vaxel.doors.console.acting import console, site_of
from vaxel.doors.console.trouble import Trouble
from vaxel.kernel import clock


def run(options: Namespace) -> int:
    """The person can log in as asked. Refuses as staff.hire, staff.assign and staff.set_password do."""
    the_company()
    said: dict[str, Any] = {"by": console(), "at": clock.now()}
    person = Staff.objects.filter(email=options.email.strip().lower()).first()
    site = site_of(options.site)
    if options.role:
        staff.role_of(options.role)
    if person is None and not options.name:
        raise Trouble(f"Nobody with the address {options.email} works here. Say --name NAME to hire them.")
    password = "" if options.keep_password else _ask("Password")
    pin = _ask("PIN") if options.pin else ""
    if person is None:
        person = staff.hire(
            email=options.email, name=options.name, password=password, pin=pin, language=options.language,
            home_site=site, **said,
        )  # fmt: skip
    else:
        if password:
            staff.set_password(person, password=password, **said)
        if pin:
            staff.set_pin(person, pin=pin, **said)
    if options.role:
        staff.assign(person, role=options.role, site=site, **said)
    print(f"{person.name} can log in as {person.email}.")
    return 0


def _ask(what: str) -> str:
    """Typed twice and not shown; or one line of standard input when nobody is there to type."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass(f"{what}: ")
    if getpass.getpass(f"{what} again: ") != first:
        raise Trouble("The two were not the same. Nothing was changed.")
    return first
