"""ACES 3.x to 5.0: which part fits which vehicle, an application at a time, as the file's numbers say it.

Read as a stream; what the numbers mean stands in tables of its own (`vaxel.business.catalog.car_terms`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import BadInput
from vaxel.links.price_files import xml_records

SUBMISSIONS = ("FULL", "UPDATE", "TEST")
# What an application says besides attributes of the vehicle.
_NOT_ATTRIBUTES = frozenset({
    "BaseVehicle", "Years", "Make", "Model", "VehicleType", "EquipmentBase", "Mfr", "EquipmentModel", "ProductionYears",
    "Qual", "Note", "Qty", "PartType", "PartTerminology", "MfrLabel", "Position", "Part", "PartNumber", "DisplayOrder",
    "AssetName", "AssetItemOrder", "AssetItemRef", "DiagramAsset", "NonDiagramAssets",
})  # fmt: skip
_HOLE = re.compile(r"<p\d+[^>]*/?>", re.IGNORECASE)
LONGEST_NOTE = 400


class NoApplications(BadInput):
    """A header alone."""

    sentence = _("The file says of no part which cars it fits.")


class BadApplication(BadInput):
    """An application that cannot be what the standard says."""

    sentence = _("%(what)s is missing, or is not what the standard says.")


class IsForMachines(BadInput):
    """Equipment is no vehicle."""

    sentence = _("It is about a machine or equipment. Only cars, vans and trucks are kept.")


class NoModelSaid(BadInput):
    """A make alone, or a kind of vehicle."""

    sentence = _("It names a make without a model. Say the models.")


@dataclass(frozen=True, slots=True)
class Header:
    """What the file is: its version, whose parts, and whether it is everything (FULL) or what changed (UPDATE)."""

    version: str
    brand: str
    submission: str
    title: str
    many: int = 0


class App(NamedTuple):
    """An application. Vehicles and what must be true of them are numbers of the association's tables.

    `base` is a base vehicle (make, model and year in one), or 0 with make, model and years. `attributes` are
    (element, number); `qualifiers` (number, what is put into its text, its text as the file says it).
    """

    deletes: bool
    brand: str
    number: str
    base: int
    make: int
    model: int
    year_from: int
    year_to: int
    attributes: tuple[tuple[str, int], ...]
    qualifiers: tuple[tuple[int, tuple[str, ...], str], ...]
    note: str
    position: int
    quantity: int


def look(path: Path) -> Header:
    """The file's header, after it was read from end to end.

    Refuses with NoApplications, and as `xml_records.records` does.
    """
    header, many = Header("", "", "FULL", ""), 0
    for one in xml_records.records(path, "ACES", ("Header", "App")):
        if one.tag == "App":
            many += 1
        else:
            header = _header(one)
    if not many:
        raise NoApplications()
    return Header(header.version, header.brand, header.submission, header.title, many)


def _header(said: Element) -> Header:
    submission = _text(said, "SubmissionType").upper()
    brand = _text(said, "BrandAAIAID") or _text(said, "BrandID")
    newer = said.find("VCdbPublicationDate") is not None
    return Header(
        "5" if newer else "4", brand, submission if submission in SUBMISSIONS else "FULL", _text(said, "DocumentTitle")
    )


def apps(path: Path) -> Iterator[tuple[int, Element]]:
    """(its place in the file, the application) one by one; `read` says what it means. Refuses as `look` does."""
    yield from enumerate(xml_records.records(path, "ACES", ("App",)), 1)


def number_of(app: Element) -> str:
    """The part's number, as far as the application has one."""
    return (_text(app, "Part") or _text(app, "PartNumber"))[:60]


def read(app: Element, brand: str) -> App:
    """The application as values; `brand` is the header's. Refuses with BadApplication, IsForMachines, NoModelSaid."""
    part = next((one for name in ("Part", "PartNumber") if (one := app.find(name)) is not None), None)
    number = ((part.text if part is not None else "") or "").strip()
    if part is None or not number or len(number) > 60:
        raise BadApplication(what="Part")
    if app.get("action", "A") not in ("A", "D"):
        raise BadApplication(what="action")
    if any(app.find(name) is not None for name in ("EquipmentBase", "Mfr", "EquipmentModel")):
        raise IsForMachines()
    base, make, model, years = _vehicle(app)
    return App(
        app.get("action", "A") == "D", part.get("BrandAAIAID") or part.get("BrandID") or brand, number, base, make,
        model, *years, tuple((one.tag, _id(one)) for one in app if _is_attribute(one)),
        tuple(map(_qualifier, app.findall("Qual"))), _note(app), _id_of(app, "Position"), _quantity(app),
    )  # fmt: skip


def _vehicle(app: Element) -> tuple[int, int, int, tuple[int, int]]:
    base = app.find("BaseVehicle")
    if base is not None:
        return _id(base), 0, 0, (0, 0)
    years = app.find("Years")
    make, model = app.find("Make"), app.find("Model")
    if years is None or make is None:
        raise BadApplication(what="BaseVehicle")
    if model is None:
        raise NoModelSaid()
    first, last = _whole(years.get("from"), "Years"), _whole(years.get("to"), "Years")
    return 0, _id(make), _id(model), (first, last)


def _is_attribute(one: Element) -> bool:
    return one.tag not in _NOT_ATTRIBUTES and one.get("id") is not None


def _qualifier(qual: Element) -> tuple[int, tuple[str, ...], str]:
    params = tuple(
        " ".join(filter(None, (one.get("value"), one.get("uom")))) for one in qual.findall("param") if one.get("value")
    )
    return _id(qual), params, _text(qual, "text")[:LONGEST_NOTE]


def filled(text: str, params: tuple[str, ...]) -> str:
    """A qualifier's text with its values in the holes (`with <p1 type="size"/> rotor`); left-over ones behind it."""
    left = list(params)
    said = _HOLE.sub(lambda _hole: left.pop(0) if left else "", text)
    return " ".join(" ".join([said, *left]).split())[:LONGEST_NOTE]


def _note(app: Element) -> str:
    said = [(one.text or "").strip() for one in app.findall("Note")] + [_text(app, "MfrLabel")]
    return "; ".join(dict.fromkeys(filter(None, said)))[:LONGEST_NOTE]


def _quantity(app: Element) -> int:
    text = _text(app, "Qty")
    return _whole(text, "Qty") if text else 1


def _id_of(app: Element, name: str) -> int:
    found = app.find(name)
    return 0 if found is None else _id(found)


def _id(one: Element) -> int:
    return _whole(one.get("id"), str(one.tag))


def _whole(text: str | None, what: str) -> int:
    if text is None or not text.isascii() or not text.isdecimal() or not 0 < len(text) < 10 or not int(text):
        raise BadApplication(what=what)
    return int(text)


def _text(one: Element, name: str) -> str:
    return (one.findtext(name) or "").strip()
