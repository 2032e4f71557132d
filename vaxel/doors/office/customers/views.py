"""Customers: found by name, phone, e-mail or number; one customer with cars, tickets, money and terms."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.billing.models import OWED, Document
from vaxel.business.parties import parties, queries
from vaxel.business.parties.models import Consent, Party, PartyMerge
from vaxel.business.payments import store_credit
from vaxel.business.service import approvers, merging
from vaxel.business.tickets.models import Ticket
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.office import happened
from vaxel.doors.office.customers.forms import CustomerForm, TermsForm
from vaxel.doors.office.customers.listing import Customers
from vaxel.doors.office.desk import at_sites, by, desk, found, go, screen
from vaxel.doors.office.lists.views import answer
from vaxel.kernel.refusals import Refused

MOST_CARS = 30
SALES = ("invoice", "receipt", "credit_note", "return_receipt")


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The customers by name, or those that fit the search."""
    return answer(request, Customers(), may_merge=desk(request).may("parties.merge"))


@screen
@require_GET
def show(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """One customer; a card that was merged away leads to the one that counts."""
    party = found(Party.objects.select_related("group"), party_id)
    if party.merged_into_id is not None:
        return go(request, reverse("customers:show", args=[party.merged_into_id]))
    documents = at_sites(request, Document.objects.filter(customer__in=queries.selves(party.pk)))
    cars = Vehicle.objects.filter(ownerships__party=party, ownerships__valid_to=None)
    context = {
        "party": party,
        "cars": list(cars.order_by("plate")[:MOST_CARS]), "more_cars": max(0, cars.count() - MOST_CARS),
        "tickets": at_sites(request, Ticket.objects.filter(customer=party)).select_related("vehicle", "site")
        .prefetch_related("jobs").order_by("-made_at")[:20],
        "owed": list(documents.filter(OWED).order_by("due_on", "posted_at")[:20]),
        "owed_minor": documents.filter(OWED).aggregate(sum=Sum("open_minor"))["sum"] or 0,
        "credit_minor": store_credit.balance(party), "consents": _consents(party),
        "credit_rows": party.store_credit_entries.order_by("-at")[:5], "alike": _alike(party),
        "spent": documents.filter(kind__in=SALES).aggregate(sum=Sum("gross_minor"), last=Max("posted_at")),
        "merges": _merges(request, party), "may_merge": desk(request).may("parties.merge"),
        "approvers": approvers.of(party), "may_approvers": desk(request).may("approvers.add"),
        "may_consent": desk(request).may("parties.record_consent"),
        "currency": desk(request).site.currency,
        "told": happened.of(request, party.pk),
    }  # fmt: skip
    return render(request, "office/customers/show.html", context)


def _consents(party: Party) -> list[tuple[str, list[tuple[str, Consent | None]]]]:
    """Purpose → channel → the newest word of the customer about it. One query."""
    newest: dict[tuple[str, str], Consent] = {}
    for one in party.consents.order_by("at", "pk"):
        newest[one.purpose, one.channel] = one
    return [(purpose, [(ch, newest.get((purpose, ch))) for ch in parties.CHANNELS]) for purpose in parties.PURPOSES]


def _alike(party: Party) -> list[Party]:
    """Others with the same number, address or phone: perhaps the same customer twice."""
    if party.is_walk_in:
        return []
    return queries.likely_same(
        organisation_number=party.organisation_number, email=party.email, phone=party.phone, but=party
    )[:5]


def _merges(request: HttpRequest, party: Party) -> list[PartyMerge]:
    """The cards that became this one lately, and can have been a mistake."""
    since = desk(request).at - timedelta(days=merging.UNDO_DAYS)
    return list(party.merges.filter(undone_at=None, at__gte=since).select_related("gone").order_by("-at"))


@screen
@require_POST
def consent(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """The customer's yes or no, said here and now; the newest counts."""
    party = found(Party.objects.all(), party_id)
    parties.record_consent(
        party, channel=request.POST.get("channel", ""), purpose=request.POST.get("purpose", ""),
        given=request.POST.get("given") == "yes", source="desk", **by(request),
    )  # fmt: skip
    return go(request, reverse("customers:show", args=[party.pk]), _("The customer's wish is stored."))


@screen
def edit(request: HttpRequest, party_id: UUID | None = None) -> HttpResponse:
    """The card: a new customer's, or one that is changed."""
    party = found(Party.objects.all(), party_id) if party_id else None
    form = CustomerForm(
        request.POST or None, initial=_values(party, CustomerForm) if party else {"name": request.GET.get("q", "")}
    )
    terms = TermsForm(request.POST or None, initial=_values(party, TermsForm) if party else None)
    if request.method == "POST" and form.is_valid() and terms.is_valid():
        fields = form.fields_for_action() | terms.cleaned_data
        fields["credit_limit_minor"] = fields["credit_limit_minor"] or 0
        try:
            if party is None:
                party = parties.add(**fields, **by(request))
            else:
                del fields["kind"]
                parties.change(party, **fields, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("customers:show", args=[party.pk]), _("The customer is stored."))
    status = 422 if request.method == "POST" else 200
    return render(request, "office/customers/edit.html", {"party": party, "form": form, "terms": terms}, status=status)


def _values(party: Party, form: Any) -> dict[str, Any]:
    return {name: getattr(party, name) for name in form.base_fields}
