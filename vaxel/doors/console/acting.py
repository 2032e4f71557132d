"""Who acts at the console, and at which site."""

import getpass

from vaxel.business.locations.models import Site
from vaxel.doors.console.trouble import Trouble
from vaxel.kernel.actors import Actor


def console() -> Actor:
    """Whoever may open the database may do everything; history names the machine's user."""
    try:
        who = getpass.getuser()
    except (OSError, KeyError):
        who = "?"
    return Actor.system(f"console: {who}")


def site_of(code: str) -> Site | None:
    """The site of the code, None for none; raises Trouble when there is no such site."""
    if not code:
        return None
    found = Site.objects.filter(code=code).first()
    if found is None:
        codes = ", ".join(Site.objects.values_list("code", flat=True))
        raise Trouble(f"There is no site {code}. These exist: {codes or 'none yet'}.")
    return found
