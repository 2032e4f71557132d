"""The page behind a pay link: looking creates nothing, the button leads to the provider's page (payments.md §16.2)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.csp import CSP
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods

from vaxel.business.locations import attempts
from vaxel.business.payments import cards, pay_links, processors
from vaxel.business.payments.models import Payment
from vaxel.doors.auth.middleware import address_of
from vaxel.doors.portal.ways_in import WRONG_LINKS_MOST, TooManyTries, closed, guarded, seller, speaking
from vaxel.kernel import clock
from vaxel.kernel.refusals import Refused

PROVIDERS_PAGES = ["https://checkout.stripe.com", *([settings.STRIPE_API] if settings.STRIPE_API else [])]


class NotNow(Refused):
    """The provider did not answer."""

    status = 503
    sentence = gettext_lazy("The payment page cannot be reached just now. Try again in a minute, or call us.")


@csp_override({**settings.SECURE_CSP, "form-action": [CSP.SELF, *PROVIDERS_PAGES]})
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """What is to be paid, and how it stands; POST leads on to the provider's page, the same one for two phones."""
    at = clock.now()
    try:
        payment = pay_links.find(token, at)
    except Refused as refusal:
        left = attempts.begin(f"pay-link:{address_of(request)}", at, WRONG_LINKS_MOST)
        answer: Refused = TooManyTries() if left is None else refusal
        with speaking(request):
            return closed(request, answer)
    with speaking(request, payment.customer.language if payment.customer else "", payment.site):
        if "paid" in request.GET or request.method == "POST":
            payment = cards.follow(payment)
        if request.method == "POST" and payment.state in ("pending", "declined"):
            try:
                return HttpResponseRedirect(_pages(request, payment), status=303)
            except processors.TerminalDown:
                return _show(request, payment, NotNow())
        return _show(request, payment)


def _pages(request: HttpRequest, payment: Payment) -> str:
    return processors.terminal().open_session(
        payment.pk, title=title(payment), back_to=request.build_absolute_uri(request.path),
        language=(get_language() or "sv")[:2],
    )  # fmt: skip


def title(payment: Payment) -> str:
    """What is paid, in one line: no name, no plate."""
    if payment.document:
        return _("Invoice %(number)s") % {"number": payment.document.number}
    return _("Order %(ref)s") % {"ref": payment.ticket.ref if payment.ticket else ""}


def _show(request: HttpRequest, payment: Payment, refusal: Refused | None = None) -> HttpResponse:
    said: dict[str, Any] = {
        "payment": payment, "title": title(payment), "seller": seller(payment.site), "refusal": refusal,
        "simulated": bool(settings.STRIPE_API),
    }  # fmt: skip
    return guarded(render(request, "portal/pay.html", said, status=refusal.status if refusal else 200))
