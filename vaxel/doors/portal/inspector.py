"""The staff ledger for an inspector with a pass: read only, one site, Swedish as the rules are; no log-in (S-188)."""

from collections.abc import Callable
from functools import update_wrapper

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from vaxel.business.presence import inspection, passes
from vaxel.business.presence.inspection import Ledger
from vaxel.business.presence.passes import Pass
from vaxel.doors.office.presence import written
from vaxel.doors.portal.ways_in import closed, guarded, speaking
from vaxel.kernel import clock
from vaxel.kernel.refusals import Refused

type LedgerView = Callable[[HttpRequest, Ledger, Pass], HttpResponse]


def _of_pass(view: LedgerView) -> Callable[[HttpRequest, str], HttpResponse]:
    """The view is behind a pass and gets the days that are asked for; what is refused is said on a page of its own."""

    def opened(request: HttpRequest, token: str) -> HttpResponse:
        at, held = clock.now(), None
        try:
            held = passes.opened(token, at)
            first, last = (max(day, held.first_kept) for day in written.days(request.GET, held.site, at))
            shown = inspection.show(held.site, first=first, last=last, by=held.by, at=at)
        except Refused as refusal:
            with speaking(request, "sv", held.site if held else None):
                return closed(request, refusal)
        with translation.override("sv"), timezone.override(held.site.time_zone):
            return guarded(view(request, shown, held))

    update_wrapper(opened, view)
    return never_cache(require_GET(opened))


@_of_pass
def ledger(request: HttpRequest, shown: Ledger, held: Pass) -> HttpResponse:
    """The pages of the chosen days, today's at first."""
    said = written.pages(shown) | {"until": held.until, "first_kept": held.first_kept}
    return render(request, "portal/inspector.html", said)


@_of_pass
def export(_request: HttpRequest, shown: Ledger, _held: Pass) -> HttpResponse:
    """The same days as a file."""
    return written.file(shown)
