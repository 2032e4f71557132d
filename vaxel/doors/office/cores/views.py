"""Cores: owed by customers, in the bank, sent back, credited; each with its tag."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.billing.models import DocumentLine
from vaxel.business.catalog import search
from vaxel.business.parties import queries
from vaxel.business.purchasing import cores
from vaxel.business.purchasing.models import Core, Supplier
from vaxel.doors import wording
from vaxel.doors.office import happened
from vaxel.doors.office.desk import an_id, at_sites, by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.lists.listing import EVERYTHING, Bulk, Column, Filter, Listing, View, major, numbered
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.purchases.listing import suppliers
from vaxel.kernel.refusals import NotFound, Refused

_CORES = Core.objects.select_related("part__brand", "supplier__party", "customer", "site", "return_line__back")
ENDED = ("credited", "rejected", "scrapped", "lost", "waived", "expired")


def _late(request: HttpRequest) -> Q:
    return Q(state="owed_by_customer", due_on__lt=timezone.localdate(desk(request).at))


class Cores(Listing[Core]):
    """The site's cores, the newest tag first."""

    key, title, icon = "cores", gettext_lazy("Cores"), "refresh-cw"
    row = "office/cores/row.html"
    placeholder = gettext_lazy("Tag, part, customer")
    order = ("-tag", "-id")
    columns: ClassVar = (
        Column[Core]("tag", gettext_lazy("Tag"), lambda one: one.tag, ("-tag", "-id")),
        Column[Core]("part", gettext_lazy("Part"), lambda one: one.part.number, ("part__norm", "-tag", "-id")),
        Column[Core]("state", gettext_lazy("Status"), lambda one: str(wording.word("core", one.state).text)),
        Column[Core](
            "who", gettext_lazy("Customer"), lambda one: one.customer.name if one.customer else "", css="fold"
        ),
        Column[Core](
            "supplier",
            gettext_lazy("Supplier"),
            lambda one: one.supplier.party.name if one.supplier else "",
            export_only=True,
        ),
        Column[Core]("due", gettext_lazy("Latest day"), lambda one: one.due_on, ("due_on", "id"), "fold", "due_on"),
        Column[Core]("charged", gettext_lazy("Customer paid"), lambda one: major(one.customer_minor), css="number"),
        Column[Core]("worth", gettext_lazy("Worth"), lambda one: major(one.supplier_minor), css="number fold"),
    )
    views = (
        View("", gettext_lazy("Customers owe"), Q(state="owed_by_customer")),
        View("late", gettext_lazy("Too late"), _late),
        View("bank", gettext_lazy("To send back"), Q(state="in_bank")),
        View("sent", gettext_lazy("Await credit"), Q(state="collected")),
        View("ended", pgettext_lazy("cores", "Ended"), Q(state__in=ENDED)),
        View("all", EVERYTHING),
    )
    filters = (Filter("supplier", gettext_lazy("Supplier"), lambda value: Q(supplier_id=value), suppliers),)
    bulk = (Bulk(gettext_lazy("Send back"), "truck", "cores:send_back", "cores.send_back"),)

    def rows(self, request: HttpRequest) -> QuerySet[Core]:
        """Those of the site."""
        return at_sites(request, Core.objects.filter(site=desk(request).site))

    def with_more(self, rows: QuerySet[Core]) -> QuerySet[Core]:
        """With part, customer and supplier."""
        return rows.select_related("part__brand", "customer", "supplier__party")

    def counts(self, request: HttpRequest) -> Mapping[str, int]:
        """How many lie where, until they are credited."""
        said = self.rows(request).aggregate(
            owed=Count("pk", filter=Q(state="owed_by_customer")),
            late=Count("pk", filter=_late(request)),
            bank=Count("pk", filter=Q(state="in_bank")),
            sent=Count("pk", filter=Q(state="collected")),
        )
        return {"": said["owed"], "late": said["late"], "bank": said["bank"], "sent": said["sent"]}

    def matching(self, request: HttpRequest, text: str) -> Q:
        """By tag, part or customer."""
        parts = [hit.part_id for hit in search.parts(text, most=50)]
        wanted = Q(part__in=parts) | Q(customer__in=[one.pk for one in queries.search(text, 50)])
        return wanted | numbered(text, "tag")


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The site's cores."""
    only_who_may(request, "purchasing.read")
    return answer(request, Cores())


@screen
@require_GET
def show(request: HttpRequest, core_id: UUID) -> HttpResponse:
    """One core: who owes it, what it is worth, and what can be done with it."""
    only_who_may(request, "purchasing.read")
    core, here = found(at_sites(request, _CORES), core_id), desk(request)
    charged = DocumentLine.objects.filter(source_line=core.source_id, kind="core", credits_line=None)
    context = {
        "core": core,
        "charged": charged.select_related("document").first(),
        "told": happened.of(request, core.pk),
        "may": {name: here.may(f"cores.{name}") for name in ("hand_in", "waive", "lose", "expire")},
        "may_credit": here.may("sales.take_back"),
    }
    return render(request, "office/cores/show.html", context)


@screen
@require_POST
def do(request: HttpRequest, core_id: UUID, what: str) -> HttpResponse:
    """The core comes, is forgiven, is given up, or is lost."""
    core, reason = found(at_sites(request, _CORES), core_id), request.POST.get("reason", "")
    if what == "hand_in":
        cores.hand_in(core, late=desk(request).may("cores.waive"), **by(request))
    elif what == "waive":
        cores.waive(core, reason=reason, **by(request))
    elif what == "expire":
        cores.expire(core, **by(request))
    elif what in ("scrap", "lose"):
        cores.lose(core, scrapped=what == "scrap", reason=reason, **by(request))
    else:
        raise NotFound()
    return go(request, reverse("cores:show", args=[core.pk]), _("The core is stored."))


@screen
@require_POST
def send_back(request: HttpRequest) -> HttpResponse:
    """The ticked cores leave for one supplier, under its return number: asked for first, then done."""
    only_who_may(request, "cores.send_back")
    ids = [an_id(pk) for pk in request.POST.getlist("pick")]
    rows = list(at_sites(request, _CORES.filter(pk__in=ids)).order_by("tag"))
    fault, wanted = "", request.POST.get("supplier", "")
    if wanted:
        supplier = found(Supplier.objects.all(), wanted)
        try:
            back = cores.send_back.once(
                once(request),
                desk(request).site,
                supplier=supplier,
                core_ids=[core.pk for core in rows],
                return_number=request.POST.get("return_number", ""),
                **by(request),
            )
            return go(request, reverse("supplier_returns:show", args=[back.pk]), _("The cores are on their way."))
        except Refused as refusal:
            fault = str(refusal)
    names = Supplier.objects.select_related("party").filter(retired_at=None).order_by("party__name")[:500]
    own = {core.supplier_id for core in rows if core.supplier_id}
    context = {
        "rows": rows,
        "suppliers": names,
        "fault": fault,
        "chosen": wanted or (str(next(iter(own))) if len(own) == 1 else ""),
        "typed": request.POST,
        "worth_minor": sum(core.supplier_minor for core in rows),
    }
    return render(request, "office/cores/send_back.html", context, status=422 if fault else 200)
