"""Labour: operations with the guide's hours, listed, changed, and taken out of use."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import operations, rates
from vaxel.business.catalog.models import CannedLine, Operation
from vaxel.doors.office import happened
from vaxel.doors.office.desk import by, desk, found, go, screen
from vaxel.doors.office.labour.forms import OperationForm
from vaxel.doors.office.labour.listing import Operations
from vaxel.doors.office.lists.views import answer
from vaxel.doors.templatetags.vaxel import named
from vaxel.kernel.refusals import Refused


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The operations by their code."""
    return answer(request, Operations(), may_define=desk(request).may("operations.define"))


@screen
def edit(request: HttpRequest, operation_id: UUID | None = None) -> HttpResponse:
    """A new operation, or one that is looked at and changed."""
    one = found(Operation.objects.all(), operation_id) if operation_id else None
    form = OperationForm(request.POST or None, initial=_values(one) if one else {"rate_key": "general"})
    here = rates.at_site(desk(request).site.pk)
    form.fields["rate_key"].choices = [(key, named(rate)) for key, rate in sorted(here.items())]  # type: ignore[attr-defined]
    if one:
        form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.define(**form.cleaned_data, **by(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return go(request, reverse("labour:list"), _("%(name)s is stored.") % {"name": made.code})
    used = CannedLine.objects.filter(operation=one).select_related("canned_job").order_by("canned_job__title_sv")
    context = {
        "form": form, "operation": one, "told": happened.of(request, one.pk) if one else None,
        "packages": sorted({line.canned_job for line in used}, key=lambda job: job.title_sv) if one else [],
        "may_define": desk(request).may("operations.define"),
    }  # fmt: skip
    return render(request, "office/labour/edit.html", context, status=422 if request.method == "POST" else 200)


def _values(one: Operation) -> dict[str, object]:
    return {name: getattr(one, name) for name in OperationForm.base_fields}


@screen
@require_POST
def retire(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """The operation is not offered any more; it is taken back where it lies among the retired."""
    one = operations.retire(found(Operation.objects.all(), operation_id), **by(request))
    return go(
        request, reverse("labour:edit", args=[one.pk]), _("%(name)s is not offered any more.") % {"name": one.code}
    )


@screen
@require_POST
def restore(request: HttpRequest, operation_id: UUID) -> HttpResponse:
    """The operation is offered again."""
    one = found(Operation.objects.all(), operation_id)
    operations.define(**_values(one), **by(request))  # type: ignore[arg-type]
    messages.success(request, _("%(name)s is offered again.") % {"name": one.code})
    return go(request, reverse("labour:edit", args=[one.pk]))
