"""The customer's way in: a link with a token of which only the hash is kept (S-89, R-52)."""

import hashlib
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.service.models import ApprovalLink
from vaxel.business.tickets.models import Ticket
from vaxel.kernel import clock
from vaxel.kernel.actions import action, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused

TOKEN_BYTES = 24


class NoSuchLink(Refused):
    """Nobody was given this link: the same answer as for one that was never made."""

    status = 404
    sentence = _("This link does not work. Check that you have the whole address, or call us for a new one.")


class LinkExpired(Refused):
    """The link's time has passed."""

    status = 410
    sentence = _("This link has expired. Call us, and we will send you a new one.")


class LinkRevoked(Refused):
    """The shop has closed the link."""

    status = 410
    sentence = _("This link has been closed. Call us, and we will send you a new one.")


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def add(ticket: Ticket, at: datetime) -> tuple[ApprovalLink, str]:
    """A link of the ticket and its token, told this once; part of the caller's action."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    days = int(preferences.value("links.valid_days", ticket.site_id))
    link = ApprovalLink.objects.create(
        ticket=ticket, token_hash=digest(token), made_at=at, expires_at=clock.later(at, days=days)
    )
    return link, token


@action("approvals.make_link")
def make(ticket: Ticket, *, by: Actor, at: datetime) -> tuple[ApprovalLink, str]:
    """One more link to the ticket's newest sent quote, and its token; links made before go on working."""
    link, token = add(ticket, at)
    touch(link)
    return link, token


def _at_site(link: ApprovalLink, *_args: Any, **_kwargs: Any) -> UUID:
    return link.ticket.site_id


@action("approvals.revoke_link", site=_at_site)
def revoke(link: ApprovalLink, *, by: Actor, at: datetime) -> ApprovalLink:
    """The link works no more; asked again, nothing changes."""
    ApprovalLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=at)
    touch(link.ticket)
    return ApprovalLink.objects.get(pk=link.pk)


def close_all(ticket: Ticket, at: datetime) -> int:
    """No link of the ticket works any more; how many that were. Part of the caller's action (S-7)."""
    return ApprovalLink.objects.filter(ticket=ticket, revoked_at__isnull=True).update(revoked_at=at)


def find(token: str, at: datetime) -> ApprovalLink:
    """The link of a token, if it works; refuses with NoSuchLink, LinkRevoked, LinkExpired. One query."""
    link = (
        ApprovalLink.objects.filter(token_hash=digest(token))
        .select_related("ticket__site", "ticket__customer", "ticket__vehicle").first()
    )  # fmt: skip
    if link is None:
        raise NoSuchLink()
    return works(link, at)


def works(link: ApprovalLink, at: datetime) -> ApprovalLink:
    """The link itself; refuses with LinkRevoked, LinkExpired."""
    if link.revoked_at is not None:
        raise LinkRevoked()
    if link.expires_at <= at:
        raise LinkExpired()
    return link


def of(ticket: Ticket) -> list[ApprovalLink]:
    """Every link of the ticket, newest first (S-89)."""
    return list(ApprovalLink.objects.filter(ticket=ticket).order_by("-made_at"))


def customer(link: ApprovalLink) -> Actor:
    """Whoever holds the link: may answer the quote it shows, and nothing else."""
    site_id = link.ticket.site_id
    return Actor(
        "customer", link.ticket.customer.name, id=link.pk, site_id=site_id,
        grants={site_id: frozenset({"approvals.answer_link", "approvals.open_link", "quotes.ask_question"})},
    )  # fmt: skip
