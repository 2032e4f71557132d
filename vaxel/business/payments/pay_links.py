"""Payment from afar: a payment that waits behind a link of ours, paid on the provider's page (payments.md §16.2).

The token is worked out from the installation's secret, so that the till can show its QR again; only its hash is kept.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing.models import Document
from vaxel.business.locations.models import Register
from vaxel.business.payments import cards, processors
from vaxel.business.payments.models import PayLink, Payment, PaymentEvent
from vaxel.business.tickets.models import Ticket
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import Conflict, Refused

LASTS = timedelta(days=7)


class NoLinks(Conflict):
    """No provider takes payments from afar for this shop."""

    sentence = _("Pay links need an account with the payment provider. See Card readers in the settings.")


class NoSuchPayLink(Refused):
    """Nobody was given this link, or it is closed: the same answer for all of them."""

    status = 404
    sentence = _("This link does not work any more. Ask us for a new one.")


@action("payments.start_link", site=lambda about, **_: about.site_id)
def start(
    about: Ticket | Document, *, amount_minor: int, register: Register | None, id: UUID | None = None, by: Actor,
    at: datetime,
) -> Payment:  # fmt: skip
    """A payment waits behind a link for so much of what is owed; the same `id` again is the same press.

    Refuses with NoLinks, and as `cards.start` does.
    """
    if not processors.terminal().provider:
        raise NoLinks()
    pressed = Payment.objects.filter(pk=id, channel="link").first() if id else None
    if pressed:
        return pressed
    cards.check_charge(about, amount_minor)
    ticket = about if isinstance(about, Ticket) else about.ticket
    payment = Payment.objects.create(
        id=id or new_id(), site=about.site, register=register, ticket=ticket, customer=about.customer, tender="card",
        purpose="sale" if isinstance(about, Ticket) else "invoice", state="pending", currency=about.currency,
        amount_minor=amount_minor, tendered_minor=amount_minor, made_at=at, channel="link",
        provider=processors.terminal().provider, expected_by=at + LASTS,
        document=None if isinstance(about, Ticket) else about,
    )  # fmt: skip
    PaymentEvent.objects.create(payment=payment, n=1, state="pending", facts={}, at=at)
    PayLink.objects.create(payment=payment, token_hash=digest(token(payment)), made_at=at, expires_at=at + LASTS)
    return payment


def token(payment: Payment) -> str:
    """The link's secret: 192 bits that only this installation can work out."""
    mac = hmac.digest(settings.SECRET_KEY.encode(), b"vaxel.pay_links" + payment.pk.bytes, hashlib.sha256)
    return base64.urlsafe_b64encode(mac[:24]).decode()


def digest(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str, at: datetime) -> Payment:
    """The payment behind the link; refuses with NoSuchPayLink what is unknown, closed or too old alike."""
    link = PayLink.objects.filter(token_hash=digest(secret), closed_at=None).select_related(
        "payment__site", "payment__ticket__customer", "payment__document", "payment__customer"
    ).first()  # fmt: skip
    if link is None or link.payment.state == "cancelled" or (link.expires_at < at and link.payment.state != "taken"):
        raise NoSuchPayLink()
    return link.payment
