"""Payouts: what the provider has sent to the bank, what is in each, and what does not match."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.payments.payout_models import Payout
from vaxel.doors.office import happened
from vaxel.doors.office.desk import at_sites, found, go, only_who_may, screen
from vaxel.doors.office.lists.listing import EVERYTHING, Column, Listing, View, major
from vaxel.doors.office.lists.views import answer
from vaxel.kernel.refusals import Refused
from vaxel.links.stripe import payouts as stripe

MAY = "payouts.take_in"


class NoAnswer(Refused):
    """The provider cannot be reached."""

    status = 409
    sentence = gettext_lazy("The payment provider does not answer. See that the internet works, and try again.")


class Payouts(Listing[Payout]):
    """Payouts to the bank, newest first."""

    key, title, icon = "payouts", gettext_lazy("Payouts"), "landmark"
    row, template = "office/payouts/row.html", "office/payouts/list.html"
    placeholder = gettext_lazy("The provider's number")
    order = ("-made_at", "-id")
    columns: ClassVar = (
        Column[Any]("arrives", gettext_lazy("At the bank"), lambda one: one.arrival_on, ("-arrival_on", "-id")),
        Column[Any]("number", gettext_lazy("The provider's number"), lambda one: one.provider_id, css="fold"),
        Column[Any]("rows", gettext_lazy("Rows"), lambda one: one.rows, css="number fold"),
        Column[Any]("odd", gettext_lazy("Status"), lambda one: one.odd),
        Column[Any]("fee", gettext_lazy("Fees"), lambda one: major(one.fee_minor, one.currency), css="number fold"),
        Column[Any]("amount", gettext_lazy("Amount"), lambda one: major(one.amount_minor, one.currency),
                    ("-amount_minor", "-id"), "number"),
        Column[Any]("currency", gettext_lazy("Currency"), lambda one: one.currency, export_only=True),
        Column[Any]("id", gettext_lazy("Our number"), lambda one: str(one.pk), export_only=True),
    )  # fmt: skip
    views = (
        View("", EVERYTHING),
        View("odd", gettext_lazy("Does not match"), Q(odd__gt=0)),
        View("failed", gettext_lazy("Sent back"), Q(failed_at__isnull=False)),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Payout]:
        """Those of all the person's sites, for a payout is the company's; with how many rows match nothing."""
        counted = {"rows": Count("lines"), "odd": Count("lines", filter=~Q(lines__odd=""))}
        return at_sites(request, Payout.objects.all()).annotate(**counted)

    def with_more(self, rows: QuerySet[Payout]) -> QuerySet[Payout]:
        """With their site."""
        return rows.select_related("site")

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By the provider's number."""
        return Q(provider_id=text.strip())


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The payouts."""
    only_who_may(request, MAY)
    return answer(request, Payouts())


@screen
@require_GET
def show(request: HttpRequest, payout_id: UUID) -> HttpResponse:
    """What is in the payout: its payments and refunds, fees, and what matches nothing."""
    only_who_may(request, MAY)
    payout = found(at_sites(request, Payout.objects.select_related("site")), payout_id)
    lines = payout.lines.select_related("payment__document", "payment__ticket").order_by("-odd", "id")
    context = {
        "payout": payout, "lines": lines, "odd": sum(bool(one.odd) for one in lines),
        "gross_minor": sum(one.amount_minor for one in lines), "told": happened.of(request, payout.pk),
    }  # fmt: skip
    return render(request, "office/payouts/show.html", context)


@screen
@require_POST
def fetch(request: HttpRequest) -> HttpResponse:
    """The provider has been asked for new payouts now."""
    only_who_may(request, MAY)
    new = stripe.fetch()
    if new is None:
        raise NoAnswer()
    said = ngettext("%d new payout.", "%d new payouts.", new) % new if new else _("No new payouts.")
    return go(request, reverse("payouts:list"), said)
