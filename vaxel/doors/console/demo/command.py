"""Makes the demo company in an empty database."""

from argparse import Namespace

from vaxel.business.locations.models import Company
from vaxel.doors.console.demo import shop
from vaxel.doors.console.serve import database
from vaxel.doors.console.trouble import Trouble


def run(options: Namespace) -> int:
    """The demo company stands; raises Trouble when the database holds a company already."""
    database.bring_up_to_date()
    if Company.objects.exists():
        raise Trouble("This database holds a company already. Make the demo in an empty one, with --data DIR.")
    shop.make(scale=options.scale)
    for line in shop.log_in_lines():
        print(line)
    return 0
