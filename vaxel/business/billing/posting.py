"""Posting a ticket: approved work becomes an invoice, goods leave, deposits are deducted, the books agree (S-34).

Gates live above, in `service`; a counter sale that is paid at once lives in `payments.sales`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.billing import deposits, documents, goods, shares
from vaxel.business.billing.models import Document
from vaxel.business.billing.shares import Share
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
    """The ticket is posted: its approved jobs are numbered invoices, one per payer, or none is (P-3, P-4, S-32).

    Goods still in the house leave at moving average, once. Deposits are deducted from the customer's invoice.
    `approvals` and `texts` are printed (S-97). The first invoice is returned, the customer's if they buy anything;
    `invoices_beside` finds the others.
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
    said = {"approvals": list(approvals), **({} if texts is None else {"texts": texts})}
    issued = [
        _issue(contents, share, draft_lines(contents, share.jobs, sums, gone.costs), _Around(gone, said), at)
        for share in shares.cut(contents, billed, sums)
    ]
    fresh.state, fresh.posted_at = state, at
    fresh.save(update_fields=["state", "posted_at"])
    upkeep.refresh(fresh, at)
    stand = Document.objects.in_bulk(issued)
    for one in issued:
        touch(stand[one])
        publish(_posted(stand[one]))
    return stand[issued[0]]


@dataclass(frozen=True, slots=True)
class _Around:
    """What all invoices of a posting share: the goods that went out, and what is printed."""

    gone: goods.Goods
    said: dict[str, Any]


def _issue(
    contents: costing.Contents, share: Share, lines: list[documents.DraftLine], around: _Around, at: datetime
) -> UUID:
    """The payer's invoice stands, owed less the deposits if the payer is the customer."""
    ticket, gone = contents.ticket, shares.goods_of(contents, share, around.gone)
    day = costing.business_day(ticket.site, at)
    mine = share.payer == ticket.customer
    used = deposits.apply(deposits.unused(ticket), max(share.gross, 0)) if mine else []
    paid_before = sum(part.gross for part in used)
    # what the customer has said binds and is shown to nobody else (S-165)
    theirs = {} if mine else {"buyer": papers.buyer(share.payer), "approvals": []}
    issued = documents.issue(
        documents.Draft(
            kind=Document.INVOICE, series="invoice", site_id=ticket.site_id, customer_id=share.payer.pk,
            currency=ticket.currency, basis=ticket.price_basis, day=day, text=_("Invoice"), happened_at=at,
            lines=lines, taxes=share.groups,
            head={**deposits.head(ticket), **around.said, **theirs,
                  "jobs": [{"id": str(job.pk), "title": job.title, "pricing": job.pricing} for job in share.jobs],
                  "vehicle": papers.car(ticket.vehicle, ticket.odometer_out_km or ticket.odometer_in_km)},
            settled=[("receivables", share.gross - paid_before), *deposits.postings(used)], extra=gone.extra,
            goods_cost=gone.moved_cost, ticket_id=ticket.pk, open_minor=share.gross - paid_before,
            deposit_minor=paid_before, due_on=day + timedelta(days=share.payer.terms_days or 0),
        ),
        at=at,
    )  # fmt: skip
    deposits.record(used, issued.id, at)
    return issued.id


def invoices_beside(document: Document) -> list[Document]:
    """The invoices that were posted with it, itself included, by number: one per payer. One query."""
    if document.ticket_id is None:
        return [document]
    same = Document.objects.filter(ticket=document.ticket_id, kind=document.kind, posted_at=document.posted_at)
    return list(same.order_by("number"))


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
