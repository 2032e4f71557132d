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

from vaxel.business.catalog.models import Part
from vaxel.business.payments import till_facts
from vaxel.business.payments.clashes import SENTENCES as CLASHES
from vaxel.business.payments.models import Payment, TillFact
from vaxel.business.tickets.models import Job, Line
from vaxel.doors.office.desk import at_sites, by, found, go, screen
from vaxel.doors.templatetags.vaxel import money_, named
from vaxel.kernel import tray
from vaxel.kernel.models import TrayItem
from vaxel.kernel.money import rdiv

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
    "payout_unmatched": gettext_lazy(
        "A payout has %(rows)s rows of %(amount_minor)s that no payment of ours explains."
    ),
    "payout_mismatch": gettext_lazy("A payout differs by %(amount_minor)s from the sum of its rows."),
    "payout_failed": gettext_lazy("The bank sent back a payout of %(amount_minor)s. See the account at the provider."),
    "refund_failed": gettext_lazy(
        "A refund of %(amount_minor)s came back: the customer's bank did not take it. Give the money another way."
    ),
    "overpaid": gettext_lazy(
        "A card payment was %(over_minor)s more than was owed. Give it back, or keep it as store credit."
    ),
    "refund_refused": gettext_lazy(
        "The terminal refused to give back %(amount_minor)s. Try again, or give it back another way."
    ),
    "clocked_against_the_rules": gettext_lazy("Time was clocked on ticket %(ref)s against the rules: %(why)s"),
    "stock.oversold": gettext_lazy("%(part)s was sold that was not on the shelf. Count it, and correct the stock."),
    "stock.reservation_given_up": gettext_lazy(
        "%(part)s that was reserved was sold over the counter. See that the job gets another."
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
SENTENCES |= {f"till.{code}": words for code, words in CLASHES.items()}
OF_A_PART = ("stock.oversold", "stock.reservation_given_up")
AMOUNTS = ("got", "asked", "over_minor", "amount_minor", "told_minor", "sum_minor", "tax_minor")
UNIT_PRICES = ("sold_cm", "price_cm")


@dataclass(frozen=True, slots=True)
class Item:
    """An item as the screen shows it."""

    row: TrayItem
    sentence: str
    url: str
    again: bool


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What is open, oldest first; with ?done=1 what was sorted out lately."""
    done = "done" in request.GET
    rows = at_sites(request, TrayItem.objects.filter(closed_at__isnull=not done))
    ordered = list(rows.order_by("-closed_at" if done else "opened_at")[:100])
    where = _addresses(ordered)
    named_parts(ordered)
    items = [Item(row, sentence(row), where.get(row.subject_id, ""), row.kind == "till.waits") for row in ordered]
    return render(request, "office/tray/list.html", {"items": items, "done": done})


def named_parts(rows: list[TrayItem]) -> None:
    """The rows that tell of a part by its id tell of it by number and name. At most one query."""
    ids = {row.facts["part"] for row in rows if row.kind in OF_A_PART}
    known = {str(one.pk): f"{one.number} {named(one)}" for one in Part.objects.filter(pk__in=ids)} if ids else {}
    for row in rows:
        if row.kind in OF_A_PART:
            row.facts = {**row.facts, "part": known.get(row.facts["part"], _("A part"))}


def sentence(row: TrayItem) -> str:
    """The item in words; a kind without words is shown by its name and facts, so that nothing is hidden."""
    facts = {key: shown(key, value) for key, value in row.facts.items()}
    words = SENTENCES.get(row.kind)
    if words is None:
        return f"{row.kind}: " + ", ".join(f"{key} {value}" for key, value in facts.items())
    try:
        return str(words) % facts
    except KeyError:
        return str(words)


def shown(name: str, value: object) -> object:
    """A fact as its sentence shows it: amounts in the reader's way of writing them."""
    if name in AMOUNTS and isinstance(value, int):
        return money_(value)
    return money_(rdiv(value, 100)) if name in UNIT_PRICES and isinstance(value, int) else value


def _addresses(rows: list[TrayItem]) -> dict[UUID, str]:
    """Subject → the page it is seen on. At most four queries."""
    by_kind: dict[str, list[UUID]] = {}
    for row in rows:
        by_kind.setdefault(row.subject_kind, []).append(row.subject_id)
    tickets: dict[UUID, UUID | None] = {}
    for kind, model in (("payments.payment", Payment), ("tickets.job", Job), ("tickets.line", Line)):
        if kind in by_kind:
            tickets |= dict(model.objects.filter(pk__in=by_kind[kind]).values_list("pk", "ticket_id"))
    tickets |= {pk: pk for pk in by_kind.get("tickets.ticket", [])}
    requests = {pk: reverse("visits:show", args=[pk]) for pk in by_kind.get("tickets.visitrequest", [])}
    facts = dict(TillFact.objects.filter(pk__in=by_kind.get("payments.tillfact", [])).exclude(document=None)
                 .values_list("pk", "document_id"))  # fmt: skip
    papers = {pk: reverse("documents:show", args=[document]) for pk, document in facts.items()}
    papers |= {pk: reverse("payouts:show", args=[pk]) for pk in by_kind.get("payments.payout", [])}
    papers |= {row.subject_id: reverse("parts:show", args=[row.facts["part"]]) for row in rows if row.kind in OF_A_PART}
    return requests | papers | {pk: reverse("ticket:show", args=[ticket]) for pk, ticket in tickets.items() if ticket}


@screen
@require_POST
def sort_out(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """A person has dealt with it."""
    item = found(at_sites(request, TrayItem.objects.all()), item_id)
    if item.kind == "till.waits":
        till_facts.settle(_fact(item), how=request.POST.get("note", ""), **by(request))
    else:
        tray.sort_out(item, note=request.POST.get("note", ""), **by(request))
    return go(request, reverse("tray:list"), _("It is sorted out."))


@screen
@require_POST
def again(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """What a till did and could not be booked is booked now, as it came."""
    item = found(at_sites(request, TrayItem.objects.filter(kind="till.waits")), item_id)
    till_facts.retry(_fact(item), **by(request))
    return go(request, reverse("tray:list"), _("It is booked."))


def _fact(item: TrayItem) -> TillFact:
    return TillFact.objects.select_related("site").get(pk=item.subject_id)
