"""What papers need from the database: a posted document, a Z report, a work order, as plain values."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from vaxel.business.billing.models import DepositUse, Document
from vaxel.business.locations.models import Company
from vaxel.business.payments import gift_codes
from vaxel.business.payments.models import Allocation, GiftCardEntry, ZReport
from vaxel.business.tickets import papers
from vaxel.business.tickets.models import Ticket
from vaxel.doors.papers.content import Content, Deposit, GiftCard, Line, Payment, Tax
from vaxel.kernel import clock


def document(posted: Document, *, all_payments: bool = False) -> Content:
    """The document's stored values. Payments are those that came with it, or with `all_payments` every one so far.

    Five queries, whatever the number of lines; one more for gift cards.
    """
    zone, lines = posted.site.time_zone, tuple(_line(one) for one in posted.lines.order_by("n"))
    return Content(
        kind=posted.kind,
        number=posted.printed,
        currency=posted.currency,
        basis=posted.basis,
        day=posted.business_date.isoformat(),
        at=clock.local(posted.happened_at, zone).isoformat(),
        due_on=posted.due_on.isoformat() if posted.due_on else "",
        head=posted.head,
        lines=lines,
        taxes=tuple(
            Tax(one.category, one.ppm, one.net_minor, one.tax_minor) for one in posted.taxes.order_by("n")
        ),
        net_minor=posted.net_minor,
        tax_minor=posted.tax_minor,
        gross_minor=posted.gross_minor,
        credits=posted.credits.printed if posted.credits else "",
        reason=posted.reason,
        deposits=_deposits(posted) if posted.deposit_minor else (),
        deposit_minor=posted.deposit_minor,
        gift_cards=_gift_cards(posted) if any(one.kind == "gift_card" for one in lines) else (),
        payments=_payments(posted, since=None if all_payments else posted.posted_at),
    )  # fmt: skip


def _line(stored: Any) -> Line:
    return Line(
        kind=stored.kind, text=stored.text, number=stored.number, quantity_milli=stored.quantity_milli,
        unit=stored.unit, unit_price_cm=stored.unit_price_cm, before_minor=stored.before_minor,
        discount_minor=stored.discount_minor, share_minor=stored.share_minor, amount_minor=stored.amount_minor,
        job_id=str(stored.job_id or ""), job_title=stored.job_title,
    )  # fmt: skip


def _deposits(posted: Document) -> tuple[Deposit, ...]:
    """Each deposit once, its tax groups together."""
    uses = DepositUse.objects.filter(document=posted).select_related("deposit").order_by("deposit__number", "id")
    sums: dict[int, list[int]] = {}
    for use in uses:
        both = sums.setdefault(use.deposit.number, [0, 0])
        both[0] += use.gross_minor
        both[1] += use.tax_minor
    return tuple(Deposit(str(number), gross, tax) for number, (gross, tax) in sums.items())


def _gift_cards(posted: Document) -> tuple[GiftCard, ...]:
    """The cards the document sold that are still worth something to whoever holds the paper."""
    rows = GiftCardEntry.objects.filter(document=posted, kind="sold", card__closed_at=None).select_related("card")
    return tuple(
        GiftCard(
            gift_codes.of(one.card_id), one.amount_minor,
            one.card.expires_on.isoformat() if one.card.expires_on else "",
        )
        for one in rows.order_by("id")
    )  # fmt: skip


def _payments(posted: Document, *, since: datetime | None) -> tuple[Payment, ...]:
    """The payments allocated to the document, in order; `since` is the one moment that counts, None is every moment."""
    held: Iterable[Allocation] = Allocation.objects.filter(document=posted).select_related("payment").order_by("id")
    return tuple(
        Payment(
            tender=one.payment.tender, amount_minor=one.amount_minor, reference=one.payment.reference,
            tendered_minor=one.payment.tendered_minor if one.payment.change_minor else 0,
            change_minor=one.payment.change_minor, rounding_minor=one.payment.rounding_minor,
        )
        for one in held
        if since is None or one.at == since
    )  # fmt: skip


def z_report(report: ZReport) -> dict[str, Any]:
    """The report's frozen body with its place in the chain."""
    return {**report.body, "first_seq": report.first_seq, "last_seq": report.last_seq, "last_hash": report.last_hash}


def work_order(ticket: Ticket) -> dict[str, Any]:
    """The ticket as the workshop needs it, without prices. Four queries."""
    customer, zone = ticket.customer, ticket.site.time_zone
    jobs = ticket.jobs.exclude(decision__in=["declined", "later", "not_chosen"]).prefetch_related("lines")
    return {
        "number": ticket.work_order_number or "", "ticket_ref": ticket.ref, "currency": ticket.currency,
        "seller": papers.seller(Company.objects.get(), ticket.site),
        "buyer": papers.buyer(customer, ticket.po_number) | {"phone": customer.phone},
        "vehicle": papers.car(ticket.vehicle, ticket.odometer_in_km), "concern": ticket.concern,
        "received_at": clock.local(ticket.made_at, zone).isoformat(),
        "promise_at": clock.local(ticket.promise_at, zone).isoformat() if ticket.promise_at else "",
        "advisor": ticket.made_by.name if ticket.made_by else "",
        "jobs": [
            {"id": str(job.pk), "title": job.title, "concern": job.concern, "note": job.internal_note,
             "lines": [{"kind": line.kind, "number": line.number, "text": line.text, "unit": line.unit,
                        "quantity_milli": line.quantity_milli} for line in job.lines.all()]}
            for job in jobs
        ],
    }  # fmt: skip
