"""Store credit: what we owe a customer, kept as a ledger that never goes below zero (F-42)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from vaxel.business.parties.models import Party
from vaxel.business.payments.models import StoreCredit, StoreCreditEntry
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import Refused

if TYPE_CHECKING:
    from vaxel.business.payments.tenders import Taken


class StoreCreditTooLow(Refused):
    """More was asked than is there."""

    sentence = _("%(customer)s has %(balance)s in store credit, not enough.")


class NeedsCustomer(Refused):
    """Store credit belongs to somebody (S-8)."""

    sentence = _("Store credit needs a named customer.")


def add(
    party: Party, amount_minor: int, *, currency: str, reason: str, payment_id: UUID | None = None,
    document_id: UUID | None = None, at: datetime,
) -> None:  # fmt: skip
    """The customer has so much more (or, negative, less) store credit; part of the action that causes it.

    The books are the caller's. Refuses with NeedsCustomer, StoreCreditTooLow.
    """
    if party.is_walk_in:
        raise NeedsCustomer()
    StoreCredit.objects.get_or_create(party=party, defaults={"currency": currency})
    changed = StoreCredit.objects.filter(party=party, balance_minor__gte=-amount_minor).update(
        balance_minor=F("balance_minor") + amount_minor
    )
    if not changed:
        raise StoreCreditTooLow(customer=party.name, balance=Money(balance(party), currency))
    StoreCreditEntry.objects.create(
        id=new_id(), party=party, amount_minor=amount_minor, reason=reason, payment_id=payment_id,
        document_id=document_id, at=at,
    )  # fmt: skip


def spend(party: Party, taken: Sequence["Taken"], *, currency: str, document_id: UUID | None, at: datetime) -> None:
    """The tenders among `taken` that are store credit have been taken from the customer's balance."""
    for one in taken:
        if one.tender.tender == "store_credit":
            add(
                party, -one.settles, currency=currency, reason="payment", payment_id=one.tender.id,
                document_id=document_id, at=at,
            )  # fmt: skip


def balance(party: Party) -> int:
    """What the customer has, in minor units."""
    held = StoreCredit.objects.filter(party=party).values_list("balance_minor", flat=True).first()
    return held or 0
