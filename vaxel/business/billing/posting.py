"""Posting a ticket: approved work becomes an invoice, goods leave, deposits are deducted, the books agree (S-34).

Gates live above, in `service`; a counter sale that is paid at once lives in `payments.sales`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.billing import deposits, documents, goods
from vaxel.business.billing.models import Document
from vaxel.business.tickets import costing, papers, upkeep
from vaxel.business.tickets.lines import CardsAtTheCounter
from vaxel.business.tickets.models import Job, Line, Ticket, WorkShare
from vaxel.business.tickets.states import TICKET
from vaxel.business.tickets.totals import WITHOUT_AMOUNT, LineTotal, Totals
from vaxel.kernel.actions import action, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import Conflict, Refused


class NothingToInvoice(Refused):
    """No approved job with a price."""

    sentence = _("There is nothing to invoice on ticket %(ref)s: no approved job has a line with a price.")


class NotPriced(Conflict):
    """A placeholder or a line without a price is left (G3)."""

    sentence = _("%(text)s has no price. Give it one, or remove it, before posting.")


@action("invoices.post")
def post(
    ticket: Ticket, *, approvals: Sequence[dict[str, Any]] = (), texts: dict[str, str] | None = None, by: Actor,
    at: datetime,
) -> Document:  # fmt: skip
    """The ticket is posted: its approved jobs are a numbered invoice, owed less the deposits (P-3, P-4).

    Goods still in the house leave at moving average. `approvals` and `texts` are printed (S-97).
    Refuses with NothingToInvoice, NotPriced, CardsAtTheCounter, Short, WrongState, TicketClosed.
    """
    fresh = upkeep.require_open(ticket)
    contents = upkeep.refresh(fresh, at)
    state = TICKET.check(fresh.state, "posted")
    billed = billable(contents)
    day = costing.business_day(fresh.site, at)
    sums = costing.sum_of(contents, billed, costing.rates_for(fresh.site, day))
    _check_priced(contents, billed)
    if not sums.lines:
        raise NothingToInvoice(ref=fresh.ref)
    gone = _hand_over(contents, billed, at)
    used = deposits.apply(deposits.unused(fresh), max(sums.gross, 0))
    paid_before = sum(part.gross for part in used)
    terms = fresh.customer.terms_days or 0
    issued = documents.issue(
        documents.Draft(
            kind=Document.INVOICE, series="invoice", site_id=fresh.site_id, customer_id=fresh.customer_id,
            currency=fresh.currency, basis=fresh.price_basis, day=day, text=_("Invoice"), happened_at=at,
            lines=draft_lines(contents, billed, sums, gone.costs), taxes=sums.groups,
            head={**deposits.head(fresh), "approvals": list(approvals),
                  **({} if texts is None else {"texts": texts}),
                  "jobs": [{"id": str(job.pk), "title": job.title, "pricing": job.pricing} for job in billed],
                  "vehicle": papers.car(fresh.vehicle, fresh.odometer_out_km or fresh.odometer_in_km)},
            settled=[("receivables", sums.gross - paid_before), *deposits.postings(used)], extra=gone.extra,
            goods_cost=gone.moved_cost, ticket_id=fresh.pk, open_minor=sums.gross - paid_before,
            deposit_minor=paid_before, due_on=day + timedelta(days=terms),
        ),
        at=at,
    )  # fmt: skip
    deposits.record(used, issued.id, at)
    fresh.state, fresh.posted_at = state, at
    fresh.save(update_fields=["state", "posted_at"])
    upkeep.refresh(fresh, at)
    document = Document.objects.get(pk=issued.id)
    touch(document)
    publish(_posted(document))
    return document


def _posted(document: Document) -> Any:
    from vaxel.business.billing.events import InvoicePosted

    return InvoicePosted(document=document.pk, ticket=document.ticket_id, gross_minor=document.gross_minor)


def billable(contents: costing.Contents) -> list[Job]:
    """The jobs a posting invoices: approved ones; on counter and internal tickets every job that counts."""
    if contents.ticket.kind != "service":
        return contents.counted()
    return [job for job in contents.counted() if job.decision in ("approved", "stale")]


def _check_priced(contents: costing.Contents, jobs: Sequence[Job]) -> None:
    for job in jobs:
        for line in contents.lines[job.pk]:
            if line.kind == "gift_card":
                raise CardsAtTheCounter()
            if line.kind == "placeholder" or not line.priced:
                raise NotPriced(text=line.text or job.title)


def _hand_over(contents: costing.Contents, jobs: Sequence[Job], at: datetime) -> goods.Goods:
    ticket = contents.ticket
    sold = [
        goods.Sold(line.pk, line.part_id, line.part.stocking, line.quantity_milli, line.cost_minor)
        for job in jobs
        for line in contents.lines[job.pk]
        if line.kind in ("part", "core") and line.part and line.part_id and not line.customer_supplied
    ]
    return goods.hand_over(sold, site_id=ticket.site_id, kind="sale" if ticket.kind == "counter" else "issue", at=at)


def draft_lines(
    contents: costing.Contents, jobs: Sequence[Job], sums: Totals, costs: dict[UUID, int]
) -> list[documents.DraftLine]:
    """The jobs' lines as they will be frozen, in order; notes are printed without amounts."""
    technicians = dict(
        WorkShare.objects.filter(line__ticket=contents.ticket).order_by("share_ppm").values_list("line_id", "staff_id")
    )
    return [
        draft_line(line, job, sums.lines.get(line.pk), costs.get(line.pk), technicians.get(line.pk))
        for job in jobs
        for line in contents.lines[job.pk]
    ]


NOTHING = LineTotal(0, 0, 0, 0, 0, 0, "O", 0)


def draft_line(
    line: Line, job: Job, total: LineTotal | None, cost_minor: int | None, staff_id: UUID | None
) -> documents.DraftLine:
    """One working line, ready to be frozen."""
    sums = total or NOTHING
    expected = rdiv(line.cost_minor * line.quantity_milli, 1000) if line.kind in ("part", "sublet", "core") else 0
    return documents.DraftLine(
        kind=line.kind, text=line.text, number=line.number, quantity_milli=line.quantity_milli, unit=line.unit,
        unit_price_cm=0 if line.kind in WITHOUT_AMOUNT else line.unit_price_cm, before=sums.before,
        discount=sums.discount, share=sums.share, amount=sums.amount, net=sums.net, tax=sums.tax,
        tax_code=line.tax_code if total else "", category=sums.category, ppm=sums.ppm,
        cost_minor=expected if cost_minor is None else cost_minor, part_id=line.part_id,
        category_id=line.part.category_id if line.part else None, job_id=job.pk, job_title=job.title,
        source_line=line.pk, staff_id=staff_id, core_of=_core_of(line),
    )  # fmt: skip


def _core_of(line: Line) -> UUID | None:
    """A core line's own part, else that of the line it hangs on (S-17)."""
    if line.kind != "core":
        return None
    return line.part_id or (line.parent.part_id if line.parent else None)
