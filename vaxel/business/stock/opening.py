"""What lies on the shelves when a shop begins, from a list: looked at row by row, then booked as one opening a site.

A list is named by its content: the same list again changes nothing, and a part that has an opening balance at a site is
refused a second one, whichever list it stands in (K-107).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import brands, numbers
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import places
from vaxel.business.stock.models import Movement
from vaxel.business.stock.receipts import CostBelowZero, NothingReceived, check_shelved, opening_of
from vaxel.kernel.db import rows
from vaxel.kernel.refusals import BadInput, Conflict, NotFound, Refused

LARGEST_MILLI, LARGEST_COST = 10**9, 10**11
LONGEST_BIN = 20


class PartNotThere(NotFound):
    """A balance is of a part that the shop has."""

    sentence = _("%(number)s is not in the shop. Import a price list with it first.")


class SeveralParts(BadInput):
    """Numbers overlap between brands."""

    sentence = _("Several brands have the number %(number)s: %(brands)s. Say which brand.")


class SiteNotThere(NotFound):
    """The site by its name, and one's own to open."""

    sentence = _("There is no site called %(site)s where you may enter opening stock.")


class TrackedOnes(Refused):
    """Pieces with a serial, lots and tyres come in with their codes."""

    sentence = _("%(number)s is followed piece by piece or lot by lot. Receive it with its codes instead.")


class TwiceInList(Conflict):
    """A part lies at a site once; more bins are for later."""

    sentence = _("%(number)s stands in the list already for this site, further up. Add them up.")


class OpenedBefore(Conflict):
    """An opening balance is what there was before anything happened: there is one."""

    sentence = _("%(number)s has an opening balance at this site already. Count or adjust it instead.")


class BinTooLong(BadInput):
    """A bin's code fits a label."""

    sentence = _("The bin %(bin)s has more than %(most)s signs.")


class Line(NamedTuple):
    """A row: so many thousandths of a part at a site (empty: where one stands), in minor units each."""

    row: int
    number: str
    brand: str
    site: str
    bin: str
    quantity_milli: int
    cost_minor: int


class Opened(NamedTuple):
    """A row that may be booked; `was` when the same list has booked it."""

    row: int
    part_id: UUID
    site: Site
    bin: str
    quantity_milli: int
    cost_minor: int
    was: bool


def plan(
    lines: Sequence[Line], *, here: Site, key: str, may_open: Callable[[Site], bool]
) -> tuple[list[Opened], list[tuple[int, str, str]]]:
    """The rows that may be booked, and those that may not: (row, number, why). Nothing is written."""
    known = _Known(lines, here, key, may_open)
    good, refused = [], []
    for line in lines:
        try:
            good.append(known.opened(line))
        except Refused as refusal:
            refused.append((line.row, line.number, str(refusal)))
    return good, refused


class _Known:
    def __init__(self, lines: Sequence[Line], here: Site, key: str, may_open: Callable[[Site], bool]) -> None:
        self._parts = _parts(line.number for line in lines)
        sites = [one for one in Site.objects.filter(closed_at=None) if may_open(one) and _has_store(one)]
        self._sites = {brands.folded(one.name): one for one in sites}
        self._here = next((one for one in sites if one.pk == here.pk), None)
        self._seen: set[tuple[UUID, UUID]] = set()
        held = Movement.objects.filter(kind="opening", source_kind="stock_opening")
        own = [opening_of(one, key) for one in sites]
        self._booked = set(held.filter(source_id__in=own).values_list("location__site", "part"))
        self._before = set(held.exclude(source_id__in=own).values_list("location__site", "part"))

    def opened(self, line: Line) -> Opened:
        """The row as it may be booked. Refuses with what stands above, NotShelved, NothingReceived, CostBelowZero."""
        part = self._part(line)
        site = self._sites.get(brands.folded(line.site)) if line.site else self._here
        if site is None:
            raise SiteNotThere(site=line.site or "–")
        check_shelved(part)
        if part.tracking != "none":
            raise TrackedOnes(number=part.number)
        if not 0 < line.quantity_milli <= LARGEST_MILLI:
            raise NothingReceived()
        if not 0 <= line.cost_minor <= LARGEST_COST:
            raise CostBelowZero(number=part.number)
        if len(line.bin.strip()) > LONGEST_BIN:
            raise BinTooLong(bin=line.bin[:40], most=LONGEST_BIN)
        key = (site.pk, part.pk)
        if key in self._seen:
            raise TwiceInList(number=part.number)
        if key in self._before:
            raise OpenedBefore(number=part.number)
        self._seen.add(key)
        return Opened(
            line.row, part.pk, site, line.bin.strip(), line.quantity_milli, line.cost_minor, key in self._booked
        )

    def _part(self, line: Line) -> Part:
        found = self._parts.get(numbers.norm(line.number), [])
        if line.brand:
            found = [one for one in found if one.brand.folded == brands.folded(line.brand)[:80]]
        if not found:
            raise PartNotThere(number=line.number)
        if len(found) > 1:
            raise SeveralParts(number=line.number, brands=", ".join(sorted(one.brand.name for one in found)))
        return found[0]


def _has_store(site: Site) -> bool:
    try:
        places.store(site.pk)
    except places.NoStore:
        return False
    return True


def _parts(wanted: Iterable[str]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    for some in rows.chunks(sorted({numbers.norm(one) for one in wanted})):
        for part in Part.objects.filter(norm__in=some, retired_at=None).select_related("brand"):
            found.setdefault(part.norm, []).append(part)
    return found
