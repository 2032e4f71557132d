"""Who may approve for a customer, on the customer's page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaxel.business.parties.models import Party
from vaxel.business.service import approvers
from vaxel.business.service.models import Approver
from vaxel.doors.office.desk import by, desk, found, go, once, screen
from vaxel.doors.templatetags.vaxel import number_locale
from vaxel.kernel import money


@screen
@require_POST
def add(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """The person may approve for the customer; no limit when none is written."""
    party, said = found(Party.objects.all(), party_id), request.POST
    limit = said.get("limit", "").strip()
    approvers.add(
        party, name=said.get("name", ""), contact=said.get("contact", ""), without_tax="without_tax" in said,
        limit_minor=money.parse_amount(limit, desk(request).site.currency, number_locale()) if limit else None,
        id=UUID(once(request)), **by(request),
    )  # fmt: skip
    return go(request, reverse("customers:show", args=[party.pk]), _("The person may approve."))


@screen
@require_POST
def remove(request: HttpRequest, party_id: UUID, approver_id: UUID) -> HttpResponse:
    """The person approves no longer."""
    approvers.remove(found(Approver.objects.filter(party=party_id), approver_id), **by(request))
    return go(request, reverse("customers:show", args=[party_id]), _("The person approves no longer."))
