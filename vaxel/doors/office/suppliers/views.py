"""Suppliers: listed; one with its terms, offers, what is on its way, owed and sent back."""

from typing import Any
from uuid import UUID

from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import search
from vaxel.business.catalog.models import Part
from vaxel.business.purchasing import offers, suppliers
from vaxel.business.purchasing.models import Core, Offer, PurchaseOrder, Supplier, SupplierBill
from vaxel.business.purchasing.offers import Terms
from vaxel.business.purchasing.states import ON_THE_WAY
from vaxel.doors.office import choosing, happened
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import at_sites, by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.suppliers.forms import PartyForm, TermsForm
from vaxel.doors.office.suppliers.listing import Coming, Suppliers, coming
from vaxel.kernel.refusals import NotFound, Refused

MOST_OFFERS = 20
_ALL = Supplier.objects.select_related("party")


def page_of(supplier: Supplier) -> str:
    """The supplier's address."""
    return reverse("suppliers:show", args=[supplier.pk])


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The suppliers by name."""
    only_who_may(request, "purchasing.read")
    return answer(request, Suppliers(), may_add=desk(request).may("suppliers.add"))


@screen
@require_GET
def show(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    """One supplier."""
    only_who_may(request, "purchasing.read")
    supplier, here = found(_ALL, supplier_id), desk(request)
    text = request.GET.get("q", "").strip()[:100]
    rows = Offer.objects.filter(supplier=supplier, retired_at=None)
    shown = rows.filter(_matching(text)) if text else rows
    orders = at_sites(request, PurchaseOrder.objects.filter(supplier=supplier)).select_related("site")
    bills = at_sites(request, SupplierBill.objects.filter(supplier=supplier))
    cores = Core.objects.filter(supplier=supplier, site=here.site, state__in=["in_bank", "collected"])
    context = {
        "supplier": supplier,
        "q": text,
        "n_offers": rows.count(),
        "coming": coming(request, [supplier.pk]).get(supplier.pk, Coming()),
        "offers": shown.select_related("part__brand")
        .prefetch_related("breaks")
        .order_by("part__norm", "pk")[:MOST_OFFERS],
        "most": MOST_OFFERS,
        "orders": orders.filter(state__in=ON_THE_WAY).order_by("-made_at")[:12],
        "bills": bills.order_by("-bill_date", "-made_at")[:8],
        "cores_minor": cores.aggregate(sum=Sum("supplier_minor"))["sum"] or 0,
        "told": happened.of(request, supplier.pk),
        "may_change": here.may("suppliers.change"),
        "may_offer": here.may("offers.set"),
        "may_order": here.may("orders.draft"),
    }
    return render(request, "office/suppliers/show.html", context)


def _matching(text: str) -> Q:
    hits = [hit.part_id for hit in search.parts(text, most=50)]
    return Q(part__in=hits) | Q(number__icontains=text)


@screen
def new(request: HttpRequest) -> HttpResponse:
    """Somebody we buy from, with their terms."""
    only_who_may(request, "suppliers.add")
    party_form, terms = PartyForm(request.POST or None), TermsForm(request.POST or None)
    if request.method == "POST" and party_form.is_valid() and terms.is_valid():
        try:
            supplier = suppliers.begin.once(
                once(request), card=party_form.cleaned_data, terms=terms.fields_for_action(), **by(request)
            )
        except Refused as refusal:
            terms.refuse(refusal)
        else:
            return go(request, page_of(supplier), _("The supplier is stored."))
    status = 422 if request.method == "POST" else 200
    context = {"supplier": None, "party_form": party_form, "form": terms}
    return render(request, "office/suppliers/edit.html", context, status=status)


@screen
def edit(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    """The supplier's terms are changed."""
    only_who_may(request, "suppliers.change")
    supplier = found(_ALL, supplier_id)
    form = TermsForm(request.POST or None, initial={name: getattr(supplier, name) for name in TermsForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            suppliers.change(supplier, **form.fields_for_action(), **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, page_of(supplier), _("The terms are stored."))
    status = 422 if request.method == "POST" else 200
    return render(request, "office/suppliers/edit.html", {"supplier": supplier, "form": form}, status=status)


@screen
@require_POST
def do(request: HttpRequest, supplier_id: UUID, what: str) -> HttpResponse:
    """Nothing more is bought there, or again."""
    supplier = found(_ALL, supplier_id)
    deeds = {"retire": suppliers.retire, "restore": suppliers.restore}
    if what not in deeds:
        raise NotFound()
    deeds[what](supplier, **by(request))
    said = _("Nothing more is bought there.") if what == "retire" else _("We buy there again.")
    return go(request, page_of(supplier), said)


@screen
@require_POST
def set_offer(request: HttpRequest, supplier_id: UUID) -> HttpResponse:
    """The supplier has a part at a price."""
    supplier = found(_ALL, supplier_id)
    part = choosing.chosen(request, ("part",))
    assert isinstance(part, Part)
    days = request.POST.get("lead_days", "").strip()
    terms = Terms(
        number=request.POST.get("number", "").strip() or part.number,
        unit_price_cm=reading.unit_price(request.POST.get("price", ""), supplier.currency),
        pack_milli=reading.quantity(request.POST.get("pack") or "1", part.unit),
        core_cm=reading.unit_price(request.POST.get("core") or "0", supplier.currency),
        lead_days=reading.whole(days, _("days")) if days else None,
    )
    offers.set_offer(supplier, part, terms=terms, preferred=request.POST.get("preferred") == "1" or None, **by(request))
    return go(request, page_of(supplier), _("%(number)s can be bought here.") % {"number": part.number})


@screen
@require_POST
def offer_do(request: HttpRequest, offer_id: UUID, what: str) -> HttpResponse:
    """An offer is the one we buy on, or is gone."""
    offer = found(Offer.objects.select_related("supplier", "part"), offer_id)
    deeds: dict[str, Any] = {"prefer": offers.prefer, "retire": offers.retire}
    if what not in deeds:
        raise NotFound()
    deeds[what](offer, **by(request))
    number = {"number": offer.part.number}
    said = (
        _("%(number)s is bought here first.") % number
        if what == "prefer"
        else _("%(number)s is not bought here.") % number
    )
    return go(request, page_of(offer.supplier), said)
