"""To sort out: facts that clashed and need a person, in words, with the way to what they are about."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.payments.models import Payment
from vaxel.business.tickets.models import Job, Line
from vaxel.doors.office.desk import at_sites, by, found, go, screen
from vaxel.doors.templatetags.vaxel import money_
from vaxel.kernel import tray
from vaxel.kernel.models import TrayItem

SENTENCES: dict[str, str | Promise] = {
    "tickets.question": gettext_lazy("The customer of ticket %(ref)s asks: %(text)s"),
    "tickets.visit_request": gettext_lazy("%(name)s (%(contact)s) asks for a time: %(wish)s"),
    "wrong_charge": gettext_lazy(
        "The terminal charged %(got)s instead of %(asked)s. Compare with the terminal's own list."
    ),
    "late_success": gettext_lazy(
        "%(amount_minor)s was paid although the payment was to be cancelled. Keep it as credit, or give it back."
    ),
    "integrity_mismatch": gettext_lazy(
        "The payment provider names another payment than ours. Compare with its own list before you do anything."
    ),
    "orphan_object": gettext_lazy("A payment of %(amount_minor)s that was closed here is still open at the provider."),
    "regression": gettext_lazy("The payment provider takes back what it said of a payment of %(amount_minor)s."),
    "unknown_over_24h": gettext_lazy(
        "Nobody knows since yesterday whether a payment of %(amount_minor)s went through. Look at the provider's list."
    ),
    "overpaid": gettext_lazy(
        "A card payment was %(over_minor)s more than was owed. Give it back, or keep it as store credit."
    ),
    "refund_refused": gettext_lazy(
        "The terminal refused to give back %(amount_minor)s. Try again, or give it back another way."
    ),
    "clocked_against_the_rules": gettext_lazy("Time was clocked on ticket %(ref)s against the rules: %(why)s"),
    "stock.oversold": gettext_lazy("A part was sold that was not on the shelf. Count it, and correct the stock."),
    "stock.reservation_given_up": gettext_lazy(
        "A part that was reserved was sold over the counter. See that the job gets another."
    ),
    "special_order.ready": gettext_lazy("%(customer)s can fetch what was ordered (%(ref)s). Tell them: %(phone)s"),
    "purchasing.after_promise": gettext_lazy(
        "Parts for ticket %(ref)s come %(expected)s, after the promised day %(promised)s."
    ),
    "purchasing.substitute": gettext_lazy("%(came)s came in place of %(ordered)s. See that it fits."),
    "purchasing.nobody_waits": gettext_lazy(
        "%(part)s came for %(label)s, which does not want it any more. Keep it or send it back."
    ),
    "purchasing.order_refused": gettext_lazy("%(supplier)s refuses order %(number)s: %(why)s"),
    "purchasing.sending_unknown": gettext_lazy(
        "Nobody knows whether %(supplier)s has order %(number)s. Ask them, and say so on the order."
    ),
}  # fmt: skip
AMOUNTS = ("got", "asked", "over_minor", "amount_minor")


@dataclass(frozen=True, slots=True)
class Item:
    """An item as the screen shows it."""

    row: TrayItem
    sentence: str
    url: str


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What is open, oldest first; with ?done=1 what was sorted out lately."""
    done = "done" in request.GET
    rows = at_sites(request, TrayItem.objects.filter(closed_at__isnull=not done))
    ordered = list(rows.order_by("-closed_at" if done else "opened_at")[:100])
    where = _addresses(ordered)
    items = [Item(row, sentence(row), where.get(row.subject_id, "")) for row in ordered]
    return render(request, "office/tray/list.html", {"items": items, "done": done})


def sentence(row: TrayItem) -> str:
    """The item in words; a kind without words is shown by its name and facts, so that nothing is hidden."""
    facts = {
        key: money_(value) if key in AMOUNTS and isinstance(value, int) else value for key, value in row.facts.items()
    }
    words = SENTENCES.get(row.kind)
    if words is None:
        return f"{row.kind}: " + ", ".join(f"{key} {value}" for key, value in facts.items())
    try:
        return str(words) % facts
    except KeyError:
        return str(words)


def _addresses(rows: list[TrayItem]) -> dict[UUID, str]:
    """Subject → the page it is seen on. At most three queries."""
    by_kind: dict[str, list[UUID]] = {}
    for row in rows:
        by_kind.setdefault(row.subject_kind, []).append(row.subject_id)
    tickets: dict[UUID, UUID | None] = {}
    for kind, model in (("payments.payment", Payment), ("tickets.job", Job), ("tickets.line", Line)):
        if kind in by_kind:
            tickets |= dict(model.objects.filter(pk__in=by_kind[kind]).values_list("pk", "ticket_id"))
    tickets |= {pk: pk for pk in by_kind.get("tickets.ticket", [])}
    requests = {pk: reverse("visits:show", args=[pk]) for pk in by_kind.get("tickets.visitrequest", [])}
    return requests | {pk: reverse("ticket:show", args=[ticket]) for pk, ticket in tickets.items() if ticket}


@screen
@require_POST
def sort_out(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """A person has dealt with it."""
    item = found(at_sites(request, TrayItem.objects.all()), item_id)
    tray.sort_out(item, note=request.POST.get("note", ""), **by(request))
    return go(request, reverse("tray:list"), _("It is sorted out."))
