"""Sets up a company, step by step; each step that was done before is left as it is."""

from argparse import Namespace
from typing import Any

from vaxel.business.accounting import charts, periods, taxes
from vaxel.business.locations import company, registers, roles, sites
from vaxel.business.locations.models import Company, Register, Site
from vaxel.business.parties import parties
from vaxel.business.stock import places
from vaxel.doors.console.acting import console
from vaxel.doors.console.serve import database
from vaxel.kernel import clock


def run(options: Namespace) -> int:
    """The company, a site with a store, a register, accounts, tax rates, open periods and roles are there.

    Refuses with AlreadySetUp when the database holds another company.
    """
    database.bring_up_to_date()
    at = clock.now()
    said: dict[str, Any] = {"by": console(), "at": at}
    if not Company.objects.filter(name=options.name).exists():
        company.set_up(name=options.name, organisation_number=options.organisation_number, **said)
    if not charts.latest_version():
        charts.install(options.chart, **said)
    taxes.install_sweden(**said)
    for year in (at.year, at.year + 1):
        periods.open_year(year, **said)
    roles.install(**said)
    parties.make_walk_in(**said)
    _first_site(options.site, options.site_name or options.name, said)
    print(f"{options.name} is set up. Make its owner: vaxel user ADDRESS --name NAME --role owner")
    return 0


def _first_site(code: str, name: str, said: dict[str, Any]) -> None:
    site = Site.objects.filter(code=code).first() or sites.open(code=code, name=name, **said)
    places.open_store(site, **said)
    if not Register.objects.filter(site=site).exists():
        registers.add(site, name="K1", **said)
