"""Price labels of parts: one part, or those chosen in the list."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import prices
from vaxel.business.catalog.models import Part, PartCode
from vaxel.business.tickets import costing
from vaxel.doors.office.desk import a_number, an_id, desk, found, language, screen
from vaxel.doors.papers import labels
from vaxel.doors.papers.labels import Label, Shape
from vaxel.doors.templatetags.vaxel import money_, named
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import BadInput

MOST_COPIES = 210
MOST_PARTS = 500


class NoPart(BadInput):
    """Labels are of something."""

    sentence = gettext_lazy("Choose at least one part first.")


class BadCopies(BadInput):
    """Not a roll by mistake."""

    sentence = gettext_lazy("Between 1 and %(most)s labels are printed at once.")


@screen
@require_GET
def one(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """`copies` labels of the part, on a roll or (`shape=a4`) on a sheet whose first `skip` places are used."""
    part = found(Part.objects.select_related("brand"), part_id)
    copies, skip = a_number(request.GET.get("copies"), 1), a_number(request.GET.get("skip"))
    if not 1 <= copies <= MOST_COPIES:
        raise BadCopies(most=MOST_COPIES)
    return _paper(
        request, of_parts(request, [part]) * copies, "a4" if request.GET.get("shape") == "a4" else "60x30", skip
    )


@screen
@require_POST
def chosen(request: HttpRequest, shape: Shape) -> HttpResponse:
    """A label of each chosen part, by number."""
    ids = [an_id(pk) for pk in request.POST.getlist("pick")][:MOST_PARTS]
    rows = list(Part.objects.select_related("brand").filter(pk__in=ids).order_by("norm", "pk"))
    if not rows:
        raise NoPart()
    return _paper(request, of_parts(request, rows), shape)


def of_parts(request: HttpRequest, parts: Sequence[Part]) -> list[Label]:
    """The parts' labels with the price that counts for anyone here today, with VAT. Five queries at most."""
    here = desk(request)
    day = costing.business_day(here.site, here.at)
    found_prices = prices.for_parts([part.pk for part in parts], site_id=here.site.pk, group_id=None, day=day)
    rates = costing.rates_for(here.site, day)
    barcodes: dict[UUID, str] = {}
    for pk, text in _barcodes(parts):
        barcodes.setdefault(pk, text)
    made = []
    for part in parts:
        price, code = found_prices.get(part.pk), barcodes.get(part.pk, part.norm)
        cm = prices.convert(price.unit_price_cm, price.basis, "incl", rates(part.tax_code)[1]) if price else None
        made.append(
            Label(
                named(part), part.number, part.brand.name, code=code, below=_("with VAT") if price else "",
                price=money_(rdiv(cm, 100), here.site.currency) if cm is not None else "",
            )
        )  # fmt: skip
    return made


def _barcodes(parts: Sequence[Part]) -> Sequence[tuple[UUID, str]]:
    held = PartCode.objects.filter(part__in=parts, kind="barcode", quantity_milli=1000)
    return list(held.order_by("part", "text").values_list("part", "text"))


def _paper(request: HttpRequest, wanted: Sequence[Label], shape: Shape, skip: int = 0) -> HttpResponse:
    body = labels.render(wanted, shape, author=desk(request).site.name, language=language(), skip=max(0, skip))
    headers = {"Content-Disposition": 'inline; filename="labels.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
