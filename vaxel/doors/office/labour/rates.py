"""Labour rates: what an hour costs, everywhere and where a site has its own."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaxel.business.catalog import rates
from vaxel.business.catalog.models import LabourRate
from vaxel.business.locations.models import Site
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import by, desk, found, go, screen
from vaxel.doors.office.labour.forms import RateForm
from vaxel.kernel.refusals import NotFound, Refused


@dataclass(slots=True)
class Row:
    """A rate by its key: for everyone, and at the sites that have their own."""

    key: str
    rate: LabourRate
    everywhere: LabourRate | None = None
    own: dict[object, LabourRate] = field(default_factory=dict)
    cells: list[tuple[Site, LabourRate | None]] = field(default_factory=list)


@screen
def index(request: HttpRequest) -> HttpResponse:
    """Every rate with its price for all and per site; a new one is added below."""
    form = RateForm(request.POST or None)
    price = request.POST.get("price", "")
    if request.method == "POST" and form.is_valid():
        try:
            cm = reading.unit_price(price, desk(request).site.currency)
            rates.define(**form.cleaned_data, hour_price_cm=cm, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("labour:rates"), _("The rate is stored."))
    sites = list(Site.objects.filter(closed_at=None).order_by("name"))
    context = {"rows": _rows(sites), "sites": sites, "form": form, "price": price,
               "may_define": desk(request).may("rates.define")}  # fmt: skip
    return render(request, "office/labour/rates.html", context, status=422 if form.errors else 200)


def _rows(sites: list[Site]) -> list[Row]:
    """One query."""
    rows: dict[str, Row] = {}
    for rate in LabourRate.objects.order_by("key"):
        row = rows.setdefault(rate.key, Row(rate.key, rate))
        if rate.site_id is None:
            row.everywhere = row.rate = rate
        else:
            row.own[rate.site_id] = rate
    for row in rows.values():
        row.cells = [(site, row.own.get(site.pk)) for site in sites]
    return list(rows.values())


@screen
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """One cell: the rate costs so much an hour, everywhere or at the site. The cell comes back as it stands."""
    held = LabourRate.objects.filter(key=request.POST.get("key", "")).order_by("site").first()
    if held is None:
        raise NotFound()
    wanted = request.POST.get("site", "")
    site = found(Site.objects.all(), wanted) if wanted else None
    cm = reading.unit_price(request.POST.get("price", ""), site.currency if site else desk(request).site.currency)
    rates.define(
        key=held.key, name_sv=held.name_sv, name_en=held.name_en, tax_code=held.tax_code, hour_price_cm=cm, site=site,
        **by(request),
    )  # fmt: skip
    return HttpResponse(status=204)
