"""What can be imported: who may, what does it, and what the file looks like."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.doors.office.desk import Desk
from vaxel.doors.office.imports import taking, taking_fits, taking_rows, taking_terms
from vaxel.kernel.long_work import Run
from vaxel.kernel.refusals import NotFound
from vaxel.links.price_files import columns, sheets
from vaxel.links.price_files.columns import Sheet


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `needs` is the action it takes; `sheet` its columns, None when it says itself what is what."""

    key: str
    name: str | Promise
    about: str | Promise
    needs: str
    take: Callable[[Run], None]
    accepts: str
    sheet: Sheet | None = None

    @property
    def does(self) -> str:
        """The long work that takes it."""
        return f"{self.take.__module__}.{self.take.__name__}"


_TABLES = ".csv,.txt,.xlsx,text/csv"
KINDS = {
    one.key: one for one in (
        Kind("prices", _("Price list"), _("A supplier's CSV, XLSX or PIES: prices, and parts that are new."),
             "offers.take_list", taking.take, f"{_TABLES},.xml", columns.PRICE_LIST),
        Kind("fitment", _("What fits which car"), _("A brand's ACES file: which of its parts fit which cars."),
             "fitment.take_many", taking_fits.take, ".xml"),
        Kind("interchange", _("Interchange"),
             _("Pairs of parts that are equal, or one of which is sold instead of the other now, as CSV or XLSX."),
             "interchange.take_many", taking_rows.take_interchange, _TABLES, sheets.INTERCHANGE),
        Kind("opening", _("Opening stock"),
             _("What lies on the shelves when you begin: part, site, bin, quantity and cost, as CSV or XLSX."),
             "stock.open_balances", taking_rows.take_opening, _TABLES, sheets.OPENING),
        Kind("tables", _("Vehicle tables"),
             _("The tables you subscribe to (VCdb, Qdb, PCdb) as a ZIP of text files: ACES names cars by them."),
             "fitment.load_tables", taking_terms.take, ".zip"),
    )
}  # fmt: skip


def named(key: str) -> Kind:
    """The kind with the key; refuses with NotFound."""
    if key not in KINDS:
        raise NotFound()
    return KINDS[key]


def allowed(here: Desk) -> list[Kind]:
    """The kinds that the person may import where they stand."""
    return [one for one in KINDS.values() if here.may(one.needs)]
