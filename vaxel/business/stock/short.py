"""The refusal that names every line that cannot be served, and where there is more (K-35)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db.models import F, Sum
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vaxel.business.catalog.models import Part
from vaxel.business.catalog.names import name_in
from vaxel.business.stock.balances import Key
from vaxel.business.stock.models import Balance
from vaxel.kernel.quantity import format_quantity
from vaxel.kernel.refusals import Conflict


@dataclass(frozen=True, slots=True)
class ShortLine:
    """A part of which too little can be taken here; thousandths. `elsewhere`: (place, available)."""

    part_id: UUID
    location_id: UUID
    number: str
    name_sv: str
    name_en: str
    wanted_milli: int
    available_milli: int
    elsewhere: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        name = name_in(self, get_language() or "")
        params = {"number": self.number, "name": name, "wanted": format_quantity(self.wanted_milli),
                  "here": format_quantity(self.available_milli)}  # fmt: skip
        text = _("%(number)s %(name)s: %(wanted)s wanted, %(here)s available here") % params
        for site, available_milli in self.elsewhere:
            text += _(", %(available)s in %(site)s") % {"available": format_quantity(available_milli), "site": site}
        return text


class Short(Conflict):
    """There is not enough: `lines` says of what, here and elsewhere. Nothing was taken or held."""

    def __init__(self, lines: list[ShortLine]) -> None:
        super().__init__(lines=[asdict(line) for line in lines])
        self.lines = lines

    def __str__(self) -> str:
        head = ngettext("There is not enough of this part.", "There is not enough of these parts.", len(self.lines))
        return head + " " + "; ".join(str(line) for line in self.lines) + "."


def short_lines(short: Mapping[Key, tuple[int, int]]) -> list[ShortLine]:
    """What is said of balances too small (key → wanted, available), by part number. Two statements."""
    part_ids = {part_id for part_id, _location, _lot in short}
    parts = Part.objects.in_bulk(part_ids)
    elsewhere = _elsewhere(part_ids)
    lines = [
        ShortLine(
            part_id, location_id, parts[part_id].number, parts[part_id].name_sv, parts[part_id].name_en, wanted, here,
            tuple((name, milli) for name, place, milli in elsewhere[part_id] if place != location_id),
        )
        for (part_id, location_id, _lot), (wanted, here) in short.items()
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.number)


def _elsewhere(part_ids: set[UUID]) -> dict[UUID, list[tuple[str, UUID, int]]]:
    """Part → where it can be had: (place's name, its id, available)."""
    available = Sum(F("on_hand_milli") - F("reserved_milli"))
    stocked = Balance.objects.filter(part_id__in=part_ids, location__kind__in=["store", "van"])
    found = (
        stocked.values_list("part_id", "location__name", "location_id")
        .annotate(available=available)
        .order_by("location__name")
    )
    there: dict[UUID, list[tuple[str, UUID, int]]] = defaultdict(list)
    for part_id, name, location_id, milli in found:
        if milli > 0:
            there[part_id].append((name, location_id, milli))
    return there
