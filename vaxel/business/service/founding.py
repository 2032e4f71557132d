"""The first hour of a shop: company, books, rates, roles, prices, a site with store and till, the owner; in one go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from vaxel.business.accounting import charts, periods, taxes
from vaxel.business.catalog import price_lists
from vaxel.business.locations import company, roles, staff
from vaxel.business.locations.models import Register, Site, Staff
from vaxel.business.parties import parties
from vaxel.business.stock import places
from vaxel.kernel.actions import action, touch
from vaxel.kernel.actors import Actor

CHART: Final = "bas"


@dataclass(frozen=True, slots=True)
class Founded:
    """What stands now: who owns it, where they begin."""

    owner: Staff
    site: Site
    register: Register


def _nowhere(*_args: Any, **_kwargs: Any) -> None:
    """The permission counts for the whole company."""


@action("company.found", site=_nowhere)
def found(
    *, firm: dict[str, Any], place: dict[str, Any], owner: dict[str, Any], by: Actor, at: datetime
) -> Founded:  # fmt: skip
    """The company works: `firm` as company.set_up takes, `place` as sites.open, `owner` as staff.hire.

    All of it or nothing. Refuses as those do; with AlreadySetUp when there is a company.
    """
    said: dict[str, Any] = {"by": by, "at": at}
    made = company.set_up(**firm, **said)
    charts.install(CHART, **said)
    taxes.install_sweden(**said)
    for year in (at.year, at.year + 1):
        periods.open_year(year, **said)
    roles.install(**said)
    parties.make_walk_in(**said)
    name = "Shop prices" if made.language == "en" else "Butikspris"
    price_lists.make(name=name, basis="incl", currency=made.currency, valid_from=at.date(), **said)
    site = places.begin_site(**{"currency": made.currency} | place, **said)
    person = staff.hire(**owner, home_site=site, role="owner", **said)
    touch(made, site, person)
    return Founded(person, site, site.registers.get())
