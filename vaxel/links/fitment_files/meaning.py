"""What an application of ACES means in this shop's words: the numbers looked up, a fit made of them."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.fits import NewFit
from vaxel.kernel.refusals import NotFound
from vaxel.links.fitment_files.aces import App, filled

# Elements whose numbers stand in a table of another name.
_TABLES = {
    "frontbraketype": "braketype", "rearbraketype": "braketype", "frontspringtype": "springtype",
    "rearspringtype": "springtype", "enginemfr": "mfr", "transmissionmfr": "mfr", "transmissionmfrcode":
    "transmissionmfrcode", "bodynumdoors": "bodynumdoors", "steeringtype": "steeringtype",
}  # fmt: skip
_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
YES = "yes"
LONGEST_KEY = 60
type Term = tuple[str, int]
type Base = tuple[int, int, int]  # year, make, model


class UnknownNumber(NotFound):
    """The vehicle tables are older than the file, or were never loaded."""

    sentence = _("%(what)s %(number)s is not in the vehicle tables. Load the tables (VCdb, Qdb, PCdb) first, or newer.")


def terms_in(app: App, bases: Mapping[int, Base]) -> set[Term]:
    """The (table, number) that must be looked up before the application can be understood."""
    _year, make, model = bases.get(app.base, (0, app.make, app.model))
    wanted = {("make", make), ("model", model), ("position", app.position)}
    wanted |= {(_table(name), number) for name, number in app.attributes}
    wanted |= {("qual", number) for number, _params, text in app.qualifiers if not text}
    return {one for one in wanted if one[1]}


def fit_of(app: App, bases: Mapping[int, Base], terms: Mapping[Term, str]) -> NewFit:
    """The application as a fit. Refuses with UnknownNumber."""
    make, model, first, last = app.make, app.model, app.year_from, app.year_to
    if app.base:
        if app.base not in bases:
            raise UnknownNumber(what="BaseVehicle", number=app.base)
        year, make, model = bases[app.base]
        first = last = year
    facts: dict[str, str] = {}
    engine = ""
    for name, number in app.attributes:
        said = _said(terms, name, number)
        if name == "EngineBase":
            engine = said[:LONGEST_KEY]
        else:
            facts[_CAPITALS.sub("_", name).lower()] = said
    for number, params, text in app.qualifiers:
        said = text or filled(_said(terms, "Qual", number), params)
        facts[said[:LONGEST_KEY]] = YES if len(said) <= LONGEST_KEY else said
    if app.note:
        facts["note"] = app.note
    position = _said(terms, "Position", app.position) if app.position else ""
    return NewFit(
        _said(terms, "Make", make), _said(terms, "Model", model), first, last, engine, position, facts,
        app.quantity * 1000,
    )  # fmt: skip


def _said(terms: Mapping[Term, str], name: str, number: int) -> str:
    found = terms.get((_table(name), number))
    if not found:
        raise UnknownNumber(what=name, number=number)
    return found


def _table(element: str) -> str:
    name = element.lower()
    return _TABLES.get(name, name)
