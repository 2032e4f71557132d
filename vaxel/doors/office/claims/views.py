"""Claims to suppliers: warranties, and differences on bills we did not accept."""

from typing import ClassVar
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.parties import queries
from vaxel.business.purchasing import claims
from vaxel.business.purchasing.models import Claim, Supplier
from vaxel.doors import wording
from vaxel.doors.forms import Form, MoneyField
from vaxel.doors.office import happened
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import at_sites, by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.lists.listing import EVERYTHING, Column, Filter, Listing, View, major
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.purchases.listing import suppliers
from vaxel.kernel.refusals import NotFound, Refused

_CLAIMS = Claim.objects.select_related("supplier__party", "part__brand", "site")


def asked_minor(claim: Claim) -> int:
    """What is claimed in all."""
    return claim.parts_minor + claim.labour_minor


class Claims(Listing[Claim]):
    """The site's claims, the newest first."""

    key, title, icon = "claims", gettext_lazy("Claims to suppliers"), "message-square"
    row, template = "office/claims/row.html", "office/claims/list.html"
    placeholder = gettext_lazy("Words, their number, supplier")
    columns: ClassVar = (
        Column[Claim]("text", gettext_lazy("About"), lambda one: one.text),
        Column[Claim](
            "supplier", gettext_lazy("Supplier"), lambda one: one.supplier.party.name, ("supplier__party__name", "-id")
        ),
        Column[Claim](
            "kind", gettext_lazy("Kind"), lambda one: str(wording.word("claim_kind", one.kind).text), css="fold"
        ),
        Column[Claim]("state", gettext_lazy("Status"), lambda one: str(wording.word("claim", one.state).text)),
        Column[Claim]("made", gettext_lazy("Made"), lambda one: one.made_at, ("-made_at", "-id"), "fold"),
        Column[Claim]("asked", gettext_lazy("Claimed"), lambda one: major(asked_minor(one)), css="number"),
    )
    views = (
        View("", pgettext_lazy("claims", "Open"), ~Q(state__in=["rejected", "settled"])),
        View("draft", gettext_lazy("Not sent"), Q(state="draft")),
        View("ended", pgettext_lazy("claims", "Ended"), Q(state__in=["rejected", "settled"])),
        View("all", EVERYTHING),
    )
    filters = (Filter("supplier", gettext_lazy("Supplier"), lambda value: Q(supplier_id=value), suppliers),)

    def rows(self, request: HttpRequest) -> QuerySet[Claim]:
        """Those of the site."""
        return at_sites(request, Claim.objects.filter(site=desk(request).site))

    def with_more(self, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        """With supplier and part."""
        return rows.select_related("supplier__party", "part")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By words, their number, or supplier."""
        theirs = Q(supplier__party__in=[one.pk for one in queries.search(text, 50)])
        return Q(text__icontains=text) | Q(their_number__icontains=text) | theirs


class ClaimForm(Form):
    """What a supplier owes us for, and how much."""

    supplier = forms.ModelChoiceField(
        label=gettext_lazy("Supplier"),
        queryset=Supplier.objects.select_related("party").filter(retired_at=None).order_by("party__name"),
    )
    text = forms.CharField(
        label=gettext_lazy("What is wrong"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    parts_minor = MoneyField(label=gettext_lazy("For parts, without VAT"), required=False)
    labour_minor = MoneyField(label=gettext_lazy("For labour, without VAT"), required=False)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The site's claims."""
    only_who_may(request, "purchasing.read")
    return answer(request, Claims(), may_open=desk(request).may("claims.open"))


@screen
def new(request: HttpRequest) -> HttpResponse:
    """A warranty claim is drafted."""
    only_who_may(request, "claims.open")
    form = ClaimForm(request.POST or None, initial={"supplier": request.GET.get("supplier", "")})
    form.fields["supplier"].label_from_instance = lambda one: one.party.name  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            claim = claims.open_claim.once(
                once(request),
                desk(request).site,
                supplier=said["supplier"],
                text=said["text"],
                parts_minor=said["parts_minor"] or 0,
                labour_minor=said["labour_minor"] or 0,
                **by(request),
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("claims:show", args=[claim.pk]), _("The claim is drafted."))
    return render(request, "office/claims/new.html", {"form": form}, status=422 if request.method == "POST" else 200)


@screen
@require_GET
def show(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """One claim."""
    only_who_may(request, "purchasing.read")
    claim, here = found(at_sites(request, _CLAIMS), claim_id), desk(request)
    context = {
        "claim": claim,
        "asked_minor": asked_minor(claim),
        "told": happened.of(request, claim.pk),
        "may": {name: here.may(f"claims.{name}") for name in ("send", "answer")},
        "may_bill": here.may("bills.enter"),
    }
    return render(request, "office/claims/show.html", context)


@screen
@require_POST
def do(request: HttpRequest, claim_id: UUID, what: str) -> HttpResponse:
    """The claim is sent, or the supplier has answered."""
    claim, number = found(at_sites(request, _CLAIMS), claim_id), request.POST.get("their_number", "")
    if what == "send":
        claims.send(claim, their_number=number, **by(request))
    elif what == "answer":
        text = request.POST.get("granted", "").strip()
        granted = reading.amount(text, claim.site.currency) if text else 0
        claims.answer(claim, granted_minor=granted, their_number=number, **by(request))
    else:
        raise NotFound()
    return go(request, reverse("claims:show", args=[claim.pk]), _("The claim is stored."))
