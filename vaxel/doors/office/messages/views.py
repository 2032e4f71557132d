"""Messages to customers: what was sent, what did not arrive, and a button to try again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.messaging import carriers, outbox
from vaxel.business.messaging.models import Message
from vaxel.doors.auth.required import safe_next
from vaxel.doors.office.desk import an_id, at_sites, by, desk, found, go, screen
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.messages.listing import Messages
from vaxel.kernel.refusals import BadInput

MOST = 200


class NoMessageChosen(BadInput):
    """Something is to be sent again."""

    sentence = gettext_lazy("Choose at least one message first.")


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


@screen
@require_POST
def again_picked(request: HttpRequest) -> HttpResponse:
    """Those of the chosen messages that did not arrive are tried once more."""
    ids = [an_id(one) for one in request.POST.getlist("pick")][:MOST]
    chosen = list(at_sites(request, Message.objects.filter(pk__in=ids)))
    if not chosen:
        raise NoMessageChosen()
    n = outbox.again_many(chosen, **by(request))
    back = safe_next(request, request.POST.get("next", reverse("messages:list")))
    said = ngettext("%(n)s message is sent once more.", "%(n)s messages are sent once more.", n) % {"n": n}
    return go(request, back, said)
