"""What is on a part's page besides its card: other numbers, prices in every list, and its going out of use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaxel.business.catalog import codes, parts
from vaxel.business.catalog.models import Part, PartCode, Price, PriceList
from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.stock import tracking
from vaxel.doors import wording
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import by, found, go, screen

KINDS = tuple(wording.CODE)
MOST_SUPPLIERS = 300


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that holds now or later, and the part's price in it, if it has one."""

    price_list: PriceList
    unit_price_cm: int | None
    to_come: bool


def prices_of(part: Part, day: date) -> list[Listed]:
    """The part's price in every list that has not ended, by name. Two queries."""
    held = dict(Price.objects.filter(part=part).values_list("price_list", "unit_price_cm"))
    lists = PriceList.objects.select_related("group", "site").order_by("name", "valid_from")
    return [
        Listed(one, held.get(one.pk), one.valid_from > day)
        for one in lists
        if one.valid_to is None or one.valid_to > day
    ]


def everyones(site: Site, day: date) -> PriceList | None:
    """The list in which everyone's price at the site is written: the one for all sites, else the site's own."""
    lists = PriceList.objects.filter(Q(site=None) | Q(site=site), Q(valid_to=None) | Q(valid_to__gt=day), group=None)
    held = sorted(
        lists.filter(valid_from__lte=day), key=lambda one: (one.site_id is not None, one.valid_from, one.name)
    )
    return held[0] if held else None


def suppliers() -> Sequence[Party]:
    """Whose numbers a part may have."""
    return list(Party.objects.filter(is_supplier=True).order_by("name")[:MOST_SUPPLIERS])


def _page(part: Part) -> str:
    return reverse("parts:show", args=[part.pk])


@screen
@require_POST
def add_code(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The part is found by one more number or barcode."""
    part = found(Part.objects.all(), part_id)
    kind, wanted = request.POST.get("kind", ""), request.POST.get("supplier", "")
    supplier = found(Party.objects.filter(is_supplier=True), wanted) if wanted and kind == "supplier" else None
    quantity = reading.quantity(request.POST.get("quantity") or "1", part.unit)
    text = request.POST.get("text", "")
    codes.add(part, kind=kind, text=text, supplier=supplier, quantity_milli=quantity, **by(request))
    return go(request, _page(part), _("The part is found by %(code)s too.") % {"code": text.strip()})


@screen
@require_POST
def remove_code(request: HttpRequest, part_id: UUID, code_id: UUID) -> HttpResponse:
    """The part is no longer found by it; what was there is typed in again at the foot of the card."""
    code = found(PartCode.objects.select_related("part").filter(part=part_id), code_id)
    codes.remove(code, **by(request))
    return go(request, _page(code.part), _("%(code)s is taken off the part.") % {"code": code.text})


@screen
@require_POST
def retire(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The part is not sold any more."""
    part = found(Part.objects.all(), part_id)
    parts.retire(part, **by(request))
    return go(request, _page(part), _("%(number)s is not sold any more.") % {"number": part.number})


@screen
@require_POST
def restore(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The part is sold again."""
    part = found(Part.objects.all(), part_id)
    parts.restore(part, **by(request))
    return go(request, _page(part), _("%(number)s is sold again.") % {"number": part.number})


@screen
@require_POST
def track(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The part's pieces or lots are known from now on, or no more."""
    part = found(Part.objects.all(), part_id)
    tracking.track(part, kind=request.POST.get("tracking", ""), **by(request))
    return go(request, _page(part), _("It is stored how %(number)s is tracked.") % {"number": part.number})
