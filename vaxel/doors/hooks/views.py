"""Webhooks: the signature is checked on the raw bytes, the event is stored, and nothing else happens here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from vaxel.business.messaging import outbox, ways_out
from vaxel.kernel import clock
from vaxel.kernel.refusals import NotFound
from vaxel.links.stripe import events

LARGEST_BYTES = 512 * 1024


@csrf_exempt
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    """200 once the event is in the inbox (or is none of ours); 400 for what Stripe did not sign."""
    header = request.headers.get("Stripe-Signature", "")
    size = int(request.headers.get("Content-Length") or 0)
    if not header or size > LARGEST_BYTES:
        return HttpResponse(status=400)
    try:
        event = events.verified(request.body, header)
    except events.BadSignature:
        return HttpResponse(status=400)
    events.take_in(event, "webhook")
    return HttpResponse(status=200)


@csrf_exempt
@require_POST
def sms(request: HttpRequest, message_id: UUID, given: str) -> HttpResponse:
    """A receipt as 46elks posts it (`status`: delivered or failed) is stored; 404 without the message's own secret."""
    try:
        outbox.hear(message_id, given, request.POST.get("status", ""), at=clock.now())
    except NotFound:
        return HttpResponse(status=404)
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def reply(request: HttpRequest, given: str) -> HttpResponse:
    """An SMS from a customer as 46elks posts it (`from`, `message`): a stop word acts at once; 404 without the secret.

    The answer is empty, which 46elks reads as "send nothing back": what is said goes through our own outbox.
    """
    if not constant_time_compare(given, ways_out.inbox_secret()):
        return HttpResponse(status=404)
    ways_out.hear(request.POST.get("from", "")[:40], request.POST.get("message", "")[:1000], at=clock.now())
    return HttpResponse(status=204)
