"""Plans to pay in parts: who is late, one plan with its parts, and ending one that is not kept."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.payments import instalments
from vaxel.business.payments.models import InstalmentPlan
from vaxel.doors.office import happened
from vaxel.doors.office.desk import at_sites, by, desk, found, go, screen
from vaxel.doors.office.instalments.listing import Plans
from vaxel.doors.office.lists.views import answer


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The plans, those being paid first."""
    return answer(request, Plans())


def _the_plan(request: HttpRequest, plan_id: UUID) -> InstalmentPlan:
    rows = InstalmentPlan.objects.select_related("customer", "document__ticket", "site").prefetch_related("lines")
    return found(at_sites(request, rows), plan_id)


@screen
@require_GET
def show(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The plan's parts and what has been paid of each."""
    plan, here = _the_plan(request, plan_id), desk(request)
    day = timezone.localdate(here.at)
    context = {
        "plan": plan, "parts": instalments.standing(plan), "state": instalments.state(plan, day), "day": day,
        "may_end": here.may("instalments.end"), "told": happened.of(request, plan.pk),
    }  # fmt: skip
    return render(request, "office/instalments/show.html", context)


@screen
@require_POST
def end(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """The rest is owed at once."""
    plan = _the_plan(request, plan_id)
    instalments.end(plan, reason=request.POST.get("reason", ""), **by(request))
    return go(request, reverse("instalments:show", args=[plan.pk]), _("The plan is ended: the rest is owed now."))
