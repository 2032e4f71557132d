"""Quotes: frozen sendings of what a ticket holds (S-87). Working lines are never read back from them (S-2)."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.tickets import costing, papers, upkeep
from vaxel.business.tickets.models import Job, Quote, QuoteVersion, Ticket
from vaxel.business.tickets.states import TICKET
from vaxel.kernel import numbering
from vaxel.kernel.actions import action, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict, Refused


class NothingToQuote(Refused):
    """A quote without a priced job."""

    sentence = _("There is nothing to quote yet: add a job with a price first.")


class PriceMissing(Conflict):
    """A placeholder or a line without a price cannot be offered (G3)."""

    sentence = _("%(text)s has no price yet. Give it one, or remove it, before you send the quote.")


@action("quotes.freeze")
def freeze(
    ticket: Ticket, *, jobs: Sequence[Job] | None = None, sent_to: str = "", method: str = "link",
    valid_until: date | None = None, by: Actor, at: datetime,
) -> QuoteVersion:  # fmt: skip
    """The ticket's open jobs (or those named) stand frozen in the next version of its quote, marked as sent.

    Jobs without lines and price are left out: there is nothing to say yes to.
    The number is taken at the first sending and kept by later versions (S-3). A draft becomes quoted.
    Refuses with NothingToQuote, PriceMissing, TicketClosed.
    """
    fresh = upkeep.require_open(ticket)
    contents = costing.load(fresh)
    wanted = [job for job in contents.jobs if costing.counts(job) and (jobs is None or job in jobs)]
    shown = [job for job in wanted if contents.lines[job.pk] or job.pricing == "fixed"]
    if not any(contents.lines[job.pk] for job in shown):
        raise NothingToQuote()
    for job in shown:
        for line in contents.lines[job.pk]:
            if line.kind == "placeholder" or not line.priced:
                raise PriceMissing(text=line.text or job.title)
    quote = _quote(fresh)
    n = quote.versions.count() + 1
    until = valid_until or _valid_until(fresh, at)
    body = papers.quote_body(contents, shown, number=quote.number, n=n, valid_until=until, day=at)
    version = QuoteVersion.objects.create(
        quote=quote, n=n, body=body, sha256=digest(body), gross_minor=body["gross_minor"], valid_until=until,
        sent_to=sent_to, method=method, sent_at=at,
    )  # fmt: skip
    Job.objects.filter(pk__in=[job.pk for job in shown]).update(sent=True)
    if fresh.state == "draft":
        fresh.state = TICKET.check(fresh.state, "quoted")
        fresh.save(update_fields=["state"])
    touch(version)
    upkeep.refresh(fresh, at)
    return version


def _quote(ticket: Ticket) -> Quote:
    held = Quote.objects.filter(ticket=ticket).first()
    return held or Quote.objects.create(ticket=ticket, number=numbering.take("quote"))


def _valid_until(ticket: Ticket, at: datetime) -> date:
    days = int(preferences.value("quotes.valid_days", ticket.site_id))
    return costing.business_day(ticket.site, at) + timedelta(days=days)


def digest(body: dict[str, Any]) -> str:
    """SHA-256 of the canonical body: what was shown, to the letter."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def newest(ticket: Ticket) -> QuoteVersion | None:
    """The version sent last."""
    return QuoteVersion.objects.filter(quote__ticket=ticket).order_by("-n").first()
