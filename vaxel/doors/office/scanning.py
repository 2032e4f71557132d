"""What a scan means where goods are handled: a part, how many of it, and which piece where the code says so."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import search
from vaxel.business.catalog.models import Part
from vaxel.business.stock import lot_rules
from vaxel.business.stock.models import Lot
from vaxel.doors.office.desk import desk, found
from vaxel.kernel.refusals import Refused

WHOLE = 1000


class UnknownScan(Refused):
    """Nothing has the code, or more than one thing."""

    sentence = _("Nothing is certain by “%(text)s”. Choose the part from the list below the field.")


@dataclass(frozen=True, slots=True)
class Scanned:
    """So much of a part, in thousandths; `lot`: the lot or serial number that was scanned with it."""

    part: Part
    quantity_milli: int = WHOLE
    lot: str = ""


def scanned(request: HttpRequest) -> Scanned:
    """What the form's `what` (chosen from the list) or `q` (scanned or typed) means. Refuses with UnknownScan.

    A serial number by itself is its piece, where one part alone has it.
    """
    kind, _colon, pk = request.POST.get("what", "").partition(":")
    if kind == "part":
        return Scanned(found(Part.objects.select_related("brand"), pk))
    text = request.POST.get("q", "").strip()[:100]
    hit = search.certain(search.parts(text, site_id=desk(request).site.pk, most=8)) if text else None
    if hit is not None:
        part = Part.objects.select_related("brand").get(pk=hit.part_id)
        return Scanned(part, hit.quantity_milli, hit.serial or hit.lot)
    code = lot_rules.norm(text)
    pieces = list(Lot.objects.filter(norm=code).select_related("part__brand")[:2]) if code else []
    if len(pieces) != 1:
        raise UnknownScan(text=text)
    return Scanned(pieces[0].part, WHOLE, pieces[0].code)
