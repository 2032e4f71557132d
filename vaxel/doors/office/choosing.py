"""Choosing a part or a piece of labour in any form: a field, and what fits below it as one types.

{% include "parts/choose.html" with kinds="part labour" label=label %}         inside a form that posts `what` or `q`
chosen = choosing.chosen(request, ("part", "labour"))                            what was chosen, or the certain part
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vaxel.business.catalog import search
from vaxel.business.catalog.models import Operation, Part
from vaxel.business.stock.models import Bin
from vaxel.doors.office.desk import desk, found, screen
from vaxel.doors.templatetags.vaxel import named, quantity_
from vaxel.kernel.refusals import Refused

MOST = 8


class NotChosen(Refused):
    """What was typed may mean several things, or nothing."""

    sentence = _("Choose from the list below the field: “%(text)s” is not certain.")


@dataclass(frozen=True, slots=True)
class Choice:
    """One that fits; `what` is what the form sends when it is chosen."""

    what: str
    icon: str
    number: str
    name: str
    note: str = ""


@screen
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """What fits the text, of the kinds that are asked for."""
    text, kinds = request.GET.get("q", "").strip()[:100], request.GET.get("kinds", "part").split()
    hits = find(text, kinds, request) if text else []
    return render(request, "parts/choices.html", {"q": text, "hits": hits})


def find(text: str, kinds: Sequence[str], request: HttpRequest) -> list[Choice]:
    """Shelves, labour, then parts, nearest first."""
    hits: list[Choice] = []
    if "bin" in kinds:
        held = Bin.objects.filter(location__site=desk(request).site, code__startswith=text.upper())
        codes = sorted(set(held.values_list("code", flat=True)[:MOST]))
        hits += [Choice(f"bin:{code}", "map-pin", code, _now("Shelf")) for code in codes]
    if "labour" in kinds:
        hits += [
            Choice(f"labour:{one.pk}", "clock", one.code, named(one), quantity_(one.hours_milli, "h"))
            for one in search.operations(text, MOST)
        ]
    if "part" in kinds:
        hits += [
            Choice(f"part:{one.part_id}", "package", one.number, named(one), one.brand)
            for one in search.parts(text, site_id=desk(request).site.pk, most=MOST)
        ]
    return hits


def chosen(request: HttpRequest, kinds: Sequence[str]) -> Part | Operation:
    """What the form chose: by `what`, else the part or labour that the text `q` means for certain.

    Refuses with NotChosen, NotFound.
    """
    kind, _colon, pk = request.POST.get("what", "").partition(":")
    text = request.POST.get("q", "").strip()[:100]
    if kind not in kinds:
        kind, _colon, pk = _certain(request, kinds, text).partition(":")
    return found(Part.objects.all(), pk) if kind == "part" else found(Operation.objects.all(), pk)


def _certain(request: HttpRequest, kinds: Sequence[str], text: str) -> str:
    """A part by its whole number or barcode, as a scanner adds it; labour that alone fits."""
    hits = search.parts(text, site_id=desk(request).site.pk, most=MOST) if text and "part" in kinds else []
    if hit := search.certain(hits):
        return f"part:{hit.part_id}"
    work = search.operations(text, MOST) if text and "labour" in kinds and not hits else []
    if len(work) != 1:
        raise NotChosen(text=text)
    return f"labour:{work[0].pk}"
