"""Webhooks: the signature is checked on the raw bytes, the event is stored, and nothing else happens here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from vaxel.business.messaging import outbox
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
