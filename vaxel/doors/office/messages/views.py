"""Messages to customers: what was sent, what did not arrive, and a button to try again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.messaging import carriers, outbox
from vaxel.business.messaging.models import Message
from vaxel.doors.auth.required import safe_next
from vaxel.doors.office.desk import at_sites, by, desk, found, go, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.messages.listing import Messages


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The messages of the site; it is said where nothing leaves the house."""
    carrier = carriers.of(Message.SMS)
    is_fake = carrier is not None and carrier.name == "fake"
    return answer(
        request, Messages(), is_fake=is_fake, sends=carriers.any_in_use(), may_again=desk(request).may("messages.again")
    )


@screen
@require_POST
def again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """It is tried once more."""
    outbox.again(found(at_sites(request, Message.objects.all()), message_id), **by(request))
    back = safe_next(request, request.POST.get("next", reverse("messages:list")))
    return go(request, back, _("The message is sent once more."))
