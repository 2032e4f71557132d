"""The list of payments, and asking the provider about one now."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.payments import cards
from vaxel.business.payments.models import Payment
from vaxel.business.payments.states import UNDECIDED
from vaxel.doors import wording
from vaxel.doors.auth.required import safe_next
from vaxel.doors.office.desk import at_sites, found, go, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.payments.listing import Payments


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """Money in and out, newest first."""
    return answer(request, Payments(), undecided=UNDECIDED)


@screen
@require_POST
def check(request: HttpRequest, payment_id: UUID) -> HttpResponse:
    """The provider has been asked what became of it, and that is said."""
    rows = Payment.objects.filter(tender="card").select_related("refunds")
    after = cards.follow(found(at_sites(request, rows), payment_id))
    said = _("The payment: %(state)s") % {"state": wording.word("payment", after.state).text}
    back = request.POST.get("next", reverse("payments:list") + "?view=undecided")
    return go(request, safe_next(request, back), said)
