"""The way out of messages that are not about work under way: one press, no log-in (C-24)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaxel.business.locations import attempts
from vaxel.business.messaging import ways_out
from vaxel.doors.auth.middleware import address_of
from vaxel.doors.portal.ways_in import TooManyTries, closed, guarded, seller, speaking
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import NotFound, Refused

TRIES_MOST = 40


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; pressed, nothing but what is about work under way is sent to them on that channel."""
    at = clock.now()
    try:
        if attempts.begin(f"stop:{address_of(request)}", at, TRIES_MOST) is None:
            raise TooManyTries()
        party, channel = ways_out.of_token(token)
    except (NotFound, TooManyTries) as refusal:
        with speaking(request):
            return closed(request, refusal)
    with speaking(request, party.language):
        said, refusal_text = request.method == "POST", ""
        if said:
            try:
                ways_out.opt_out(party, channel=channel, source="link", by=Actor.system("way out"), at=at)
            except Refused as refused:
                said, refusal_text = False, str(refused)
        context = {"seller": seller(), "done": said, "channel": channel, "refusal": refusal_text}
        return guarded(render(request, "portal/leaving.html", context))
