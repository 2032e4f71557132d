"""Gift cards: what they hold, one card's life, selling one over the counter, and stopping or prolonging it."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.payments import gift_cards, gift_codes
from vaxel.business.payments.models import GiftCard
from vaxel.business.tickets import lines
from vaxel.doors.office import happened
from vaxel.doors.office.builder import reading
from vaxel.doors.office.builder.answers import sheet
from vaxel.doors.office.counter.views import cart_of, put_in
from vaxel.doors.office.desk import at_sites, by, desk, found, go, language, only_who_may, screen
from vaxel.doors.office.gift_cards.listing import GiftCards, state_of
from vaxel.doors.office.lists.views import answer
from vaxel.doors.papers import labels
from vaxel.doors.templatetags.vaxel import day, money_
from vaxel.kernel.refusals import BadInput, NotFound

AMOUNTS = (20_000, 30_000, 50_000, 100_000)


class BadDay(BadInput):
    """Not a day of the calendar."""

    sentence = _("Write the day as 2027-12-31, or leave it empty: then the card lives for ever.")


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """The cards, those that can be spent first."""
    return answer(request, GiftCards())


def _the_card(request: HttpRequest, card_id: UUID) -> GiftCard:
    return found(at_sites(request, GiftCard.objects.select_related("site", "document")), card_id)


@screen
@require_GET
def show(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """What happened to the card, and what may be done with it."""
    card, here = _the_card(request, card_id), desk(request)
    entries = card.entries.select_related("document", "payment__document").order_by("at", "id")
    context = {
        "card": card, "state": state_of(card, request), "entries": entries, "told": happened.of(request, card.pk),
        "may": {what: here.may(f"gift_cards.{what}") for what in ("stop", "prolong")},
    }  # fmt: skip
    return render(request, "office/gift_cards/show.html", context)


@screen
def sell(request: HttpRequest) -> HttpResponse:
    """A gift card is a line of the cart; it can be spent once the cart is paid."""
    currency = desk(request).site.currency
    if request.method != "POST":
        return sheet(request, "gift_card", {"amounts": AMOUNTS, "currency": currency})
    amount = request.POST.get("amount", "")
    wish = lines.Wish(kind=gift_cards.KIND, unit_price_cm=reading.unit_price(amount, currency))
    return put_in(request, cart_of(request), wish, said={"kind": gift_cards.KIND, "amount": amount})


@screen
@require_GET
def label(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """A label with the code in letters and bars, to put on a card of paper."""
    only_who_may(request, "sales.finish")
    card = _the_card(request, card_id)
    if card.closed_at or card.stopped_at:
        raise NotFound()
    code = gift_codes.of(card.pk)
    until = _("Valid until %(day)s") % {"day": day(card.expires_on)} if card.expires_on else ""
    sold = card.entries.get(kind="sold").amount_minor
    one = labels.Label(
        pgettext("the card itself", "Gift card"), code, until, money_(sold, card.currency), "", gift_codes.read(code)
    )
    body = labels.render([one], "60x30", author=card.site.name, language=language())
    headers = {"Content-Disposition": f'inline; filename="gift-card-{card.last_four}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@screen
@require_POST
def do(request: HttpRequest, card_id: UUID, what: str) -> HttpResponse:
    """The card is stopped, set free or prolonged."""
    card, reason = _the_card(request, card_id), request.POST.get("reason", "")
    if what in ("stop", "free"):
        gift_cards.stop(card, stopped=what == "stop", reason=reason, **by(request))
    elif what == "prolong":
        gift_cards.prolong(card, until=_day(request.POST.get("until", "")), reason=reason, **by(request))
    else:
        raise NotFound()
    return go(request, reverse("gift_cards:show", args=[card.pk]), _("The gift card is stored."))


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip()) if typed.strip() else None
    except ValueError as error:
        raise BadDay() from error
