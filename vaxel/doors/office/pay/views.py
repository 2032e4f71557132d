"""Taking payment: for a posted invoice, or for a counter ticket that is sold as it is paid."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.billing.models import Document
from vaxel.business.payments import (
    cards,
    deposits,
    gift_cards,
    give_backs,
    instalment_rules,
    instalments,
    pay_links,
    processors,
    sales,
    tenders,
    tills,
)
from vaxel.business.payments.models import InstalmentPlan, Payment
from vaxel.doors import wording
from vaxel.doors.addresses import public_address
from vaxel.doors.auth.middleware import address_of
from vaxel.doors.office.builder import reading
from vaxel.doors.office.builder.answers import the_ticket
from vaxel.doors.office.desk import at_sites, by, desk, found, go, once, screen
from vaxel.doors.office.pay import counting
from vaxel.doors.pictures import qr
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import Conflict, NotFound, Refused


class TakeThatFirst(Conflict):
    """A plan is made for what is owed, not for what lies on the counter."""

    sentence = gettext_lazy("Take what lies on the counter first; then part what is left.")


@screen
@require_GET
def show(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The payment screen."""
    ticket = the_ticket(request, ticket_id)
    state = counting.count(ticket, [])
    if state.document is None and (ticket.kind != "counter" or ticket.state == "posted"):
        return go(request, reverse("ticket:show", args=[ticket.pk]))
    chosen = request.GET.get("tender", "")
    return render(request, "office/pay/pay.html", _context(request, state, chosen))


def _context(request: HttpRequest, state: counting.Count, chosen: str = "", said: str = "") -> dict[str, object]:
    return {
        "it": state,
        "ticket": state.ticket,
        "chosen": chosen,
        "said": said,
        "no_register": desk(request).register is None,
        "by_hand": not processors.takes_cards(),
        "links": bool(processors.terminal().provider),
        "most_parts": instalments.most(state.ticket.site_id) if chosen == "instalments" else 0,
        "first_due": timezone.localdate(desk(request).at) + timedelta(days=30),
        "plan": getattr(state.document, "instalment_plan", None) if state.document else None,
        "readers_page": settings.STRIPE_READERS_PAGE,
        **_link_of(request, state.pending),
    }


def _link_of(request: HttpRequest, pending: Payment | None) -> dict[str, object]:
    """The address and the QR of the payment that waits behind a link, if one does."""
    if pending is None or pending.channel != "link":
        return {}
    address = public_address(request, reverse("portal:pay", args=[pay_links.token(pending)]))
    return {"pay_address": address, "pay_qr": qr(address)}


def _counted(
    request: HttpRequest, ticket_id: UUID, *, chosen: str = "", said: str = "", adds: bool = True, status: int = 200,
    held: gift_cards.Held | None = None,
) -> HttpResponse:  # fmt: skip
    ticket = the_ticket(request, ticket_id)
    state = counting.count(ticket, counting.laid_in(request.POST, ticket.currency, adds=adds, held=held))
    context = _context(request, state, chosen, said) | {"good": held is not None}
    return render(request, "office/pay/counter.html", context, status=status)


@screen
@require_POST
def lay(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """One more tender lies on the counter, or one was taken away; nothing is stored."""
    if request.POST.get("add") == "gift_card" and request.POST.get("amount", "").strip():
        here = desk(request)
        who = str(here.register.pk) if here.register else address_of(request)
        held = gift_cards.look_up(request.POST.get("reference", ""), who=who, at=here.at)
        said = _("The gift card holds %(sum)s.") % {"sum": Money(held.spendable_minor, held.card.currency)}
        return _counted(request, ticket_id, said=said, held=held)
    return _counted(request, ticket_id, chosen=request.POST.get("choose", ""))


@screen
@require_POST
def card(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """The terminal has been asked to charge the amount; the screen waits for it."""
    ticket = the_ticket(request, ticket_id)
    register = desk(request).register
    if register is None:
        raise tills.RegisterNeeded()
    document = counting.owed_document(ticket)
    payment = cards.start(
        document or ticket, amount_minor=reading.amount(request.POST.get("amount", ""), ticket.currency),
        register=register, id=UUID(once(request)), **by(request),
    )  # fmt: skip
    cards.send(payment)
    return _counted(request, ticket_id, adds=False)  # the amount went to the terminal, not on the counter


@screen
@require_POST
def link(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """A payment waits behind a link: its QR is on the screen, and the customer pays with their own phone."""
    ticket = the_ticket(request, ticket_id)
    pay_links.start(
        counting.owed_document(ticket) or ticket, register=desk(request).register, id=UUID(once(request)),
        amount_minor=reading.amount(request.POST.get("amount", ""), ticket.currency), **by(request),
    )  # fmt: skip
    return _counted(request, ticket_id, adds=False)  # as with a card: it does not lie on the counter


@screen
@require_POST
def card_state(request: HttpRequest, ticket_id: UUID, payment_id: UUID) -> HttpResponse:
    """The terminal has been asked again, or to stop; the screen shows what became of it."""
    payment = found(at_sites(request, Payment.objects.filter(ticket=ticket_id, tender="card")), payment_id)
    after = cards.cancel(payment) if "cancel" in request.POST else cards.follow(payment)
    said = ""
    if after.state == "declined":
        said = _("Nothing was charged: %(why)s") % {"why": wording.why(after.reason)}
    elif after.state == "cancelled":
        said = _("The card payment was cancelled. Nothing was charged.")
    paid = not counting.owed_document(the_ticket(request, ticket_id)) and after.state == "taken" and after.document_id
    if paid:
        return go(request, reverse("pay:done", args=[after.document_id]))
    return _counted(request, ticket_id, said=said)


@screen
@require_POST
def card_back(request: HttpRequest, ticket_id: UUID, payment_id: UUID) -> HttpResponse:
    """A card that was charged for a sale that came to nothing gets its money back; the terminal is told at once."""
    payment = found(at_sites(request, Payment.objects.filter(ticket=ticket_id, tender="card")), payment_id)
    back = give_backs.give_back(payment, register=desk(request).register, **by(request))
    after = cards.follow(back)
    said = _("The money goes back to the card.") if after.state != "declined" else _("The terminal refused the refund.")
    return _counted(request, ticket_id, said=said)


@screen
@require_POST
def finish(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """What lies on the counter pays: the sale is closed with its receipt, or the money is taken towards the invoice."""
    ticket = the_ticket(request, ticket_id)
    laid = counting.laid_in(request.POST, ticket.currency)
    register = desk(request).register
    named = request.POST.get("document")
    document = found(Document.objects.filter(ticket=ticket), named) if named else counting.owed_document(ticket)
    key = once(request)
    if document is not None:
        tenders.take.once(key, document, laid, register=register, kept_as=_ids, **by(request))
        return go(request, reverse("pay:done", args=[document.pk]))
    if register is None:
        raise tills.RegisterNeeded()
    answer = sales.finish.once(key, ticket, laid, register=register, **by(request))
    return go(request, reverse("pay:done", args=[answer["document"]]) + f"?change={answer['change_minor']}")


@screen
@require_POST
def in_parts(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """What is left after what lies on the counter is paid in parts: the sale, or the invoice, has a plan."""
    ticket, key = the_ticket(request, ticket_id), once(request)
    laid = counting.laid_in(request.POST, ticket.currency, adds=False)
    parts = instalment_rules.read(f"{request.POST.get('count', '')}@{request.POST.get('first_due', '')}")
    document, register = counting.owed_document(ticket), desk(request).register
    if document is not None:
        if laid:
            raise TakeThatFirst()
        if parts is None:
            raise instalments.WrongParts(most=instalments.most(ticket.site_id))
        plan = instalments.agree.once(key, document, parts=parts, kept_as=_its_id, **by(request))
        return go(request, reverse("instalments:show", args=[plan]))
    if register is None:
        raise tills.RegisterNeeded()
    left = counting.count(ticket, laid).left_minor
    paid = [*laid, tenders.Tender("instalments", left, id=UUID(key), parts=parts)]
    answer = sales.finish.once(key, ticket, paid, register=register, **by(request))
    return go(request, reverse("pay:done", args=[answer["document"]]))


def _its_id(plan: InstalmentPlan) -> str:
    return str(plan.pk)


def _ids(payments: Sequence[Payment]) -> list[str]:
    return [str(one.pk) for one in payments]


@screen
@require_GET
def done(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Paid: the change, the receipt, and on to the next customer."""
    rows = at_sites(request, Document.objects.select_related("ticket", "customer", "site"))
    document = found(rows, document_id)
    paid = list(Payment.objects.filter(allocations__document=document).order_by("made_at").distinct())
    change = sum(one.change_minor for one in paid if one.made_at == paid[-1].made_at)
    context = {"document": document, "payments": paid, "change_minor": change,
               "gift_cards": document.gift_cards.all(),
               "print_job": document.print_jobs.order_by("-made_at").first()}  # fmt: skip
    return render(request, "office/pay/done.html", context)


@screen
def deposit(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Money before posting: a sum towards the ticket, by one tender."""
    ticket = the_ticket(request, ticket_id)
    if ticket.state in ("posted", "void"):
        raise NotFound()
    context: dict[str, object] = {"ticket": ticket, "tenders": ("cash", "card", "swish", "bank"), "form": request.POST}
    if request.method != "POST":
        return render(request, "office/pay/deposit.html", context)
    try:
        amount = reading.amount(request.POST.get("amount", ""), ticket.currency)
        handed = request.POST.get("handed", "").strip()
        given = reading.amount(handed, ticket.currency) if handed else amount
        key = once(request)
        paid = [tenders.Tender(request.POST.get("tender", "cash"), given, id=UUID(key))]
        made = deposits.take.once(
            key, ticket, amount_minor=amount, paid=paid, register=desk(request).register, **by(request)
        )
    except Refused as refusal:
        return render(request, "office/pay/deposit.html", {**context, "fault": str(refusal)}, status=refusal.status)
    return go(request, reverse("pay:done", args=[made.pk]))
