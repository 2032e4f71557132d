"""Suppliers: parties we buy from, and their terms."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaxel.business.parties import parties
from vaxel.business.parties.models import Party
from vaxel.business.purchasing.models import PurchaseOrder, Supplier
from vaxel.business.purchasing.states import OPEN_ORDER
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import EXPONENTS
from vaxel.kernel.refusals import BadInput, Conflict

TERMS = frozenset({
    "customer_number", "currency", "rate_ppm", "tax_kind", "send_by", "order_email", "link", "lead_days", "cutoff",
    "minimum_minor", "freight_minor", "freight_free_minor", "terms_days", "return_days", "core_days", "auto_send",
})  # fmt: skip
LONGEST_LEAD_DAYS = 365
LARGEST_MINOR = 10**12


class SupplierAlready(Conflict):
    """A party is a supplier once."""

    sentence = _("%(name)s is a supplier already.")


class WalkInSells(Conflict):
    """The anonymous customer sells nothing to us."""

    sentence = _("The walk-in customer cannot be a supplier. Add the company by its name.")


class BadSupplierTerms(BadInput):
    """Something of the terms cannot be."""

    sentence = _("%(field)s of a supplier cannot be %(value)s.")


class NowhereToSend(BadInput):
    """The way of ordering lacks its address."""

    sentence = _("Write the e-mail address or the connection that orders are sent by, or choose to send them by hand.")


class OrdersOpen(Conflict):
    """What is ordered must come or be called off first."""

    sentence = _("%(name)s has %(count)s open orders. Receive or cancel them first.")


@action("suppliers.add")
def add(party: Party, *, by: Actor, at: datetime, **terms: Any) -> Supplier:
    """The party is one we buy from, on these terms (see the model). Amounts are minor units of its own currency.

    Refuses with SupplierAlready, WalkInSells, BadSupplierTerms, NowhereToSend.
    """
    if party.is_walk_in:
        raise WalkInSells()
    if Supplier.objects.filter(party=party).exists():
        raise SupplierAlready(name=party.name)
    supplier = Supplier(party=party, made_at=at, **_known(terms))
    _check(supplier)
    if not party.is_supplier:
        parties.change(party, is_supplier=True, by=by, at=at)
    supplier.save(force_insert=True)
    return supplier


@action("suppliers.begin")
def begin(*, card: Mapping[str, Any], terms: Mapping[str, Any], by: Actor, at: datetime) -> Supplier:
    """A company that was not known is one we buy from, on these terms. Refuses as parties.add and suppliers.add do."""
    party = parties.add(kind="company", is_supplier=True, is_customer=False, **card, by=by, at=at)
    return add(party, **terms, by=by, at=at)


@action("suppliers.change")
def change(supplier: Supplier, *, by: Actor, at: datetime, **terms: Any) -> Supplier:
    """These terms of the supplier are as given from now on; orders that exist keep theirs. Before and after in history.

    Refuses with BadSupplierTerms, NowhereToSend.
    """
    fresh = Supplier.objects.select_for_update(of=("self",)).select_related("party").get(pk=supplier.pk)
    before = {key: getattr(fresh, key) for key in _known(terms)}
    for key, value in terms.items():
        setattr(fresh, key, value)
    _check(fresh)
    note(before=before, after=terms)
    fresh.save(update_fields=[*terms])
    return fresh


@action("suppliers.retire")
def retire(supplier: Supplier, *, by: Actor, at: datetime) -> Supplier:
    """Nothing more is ordered there; what was bought stays. Refuses with OrdersOpen."""
    still = PurchaseOrder.objects.filter(supplier=supplier, state__in=OPEN_ORDER).count()
    if still:
        raise OrdersOpen(name=supplier.party.name, count=still)
    supplier.retired_at = supplier.retired_at or at
    supplier.save(update_fields=["retired_at"])
    supplier.offers.filter(preferred=True).update(preferred=False)
    return supplier


@action("suppliers.restore")
def restore(supplier: Supplier, *, by: Actor, at: datetime) -> Supplier:
    """We buy there again."""
    supplier.retired_at = None
    supplier.save(update_fields=["retired_at"])
    return supplier


def _known(terms: dict[str, Any]) -> dict[str, Any]:
    unknown = terms.keys() - TERMS
    if unknown:
        raise TypeError(f"a supplier has no {sorted(unknown)}")
    return terms


def _check(supplier: Supplier) -> None:
    """Every term can be, or BadSupplierTerms names the first that cannot."""
    fits = {
        "currency": supplier.currency in EXPONENTS,
        "rate_ppm": 0 < supplier.rate_ppm <= LARGEST_MINOR,
        "tax_kind": supplier.tax_kind in ("domestic", "eu", "none"),
        "send_by": supplier.send_by in ("hand", "mail", "link"),
        "lead_days": 0 <= supplier.lead_days <= LONGEST_LEAD_DAYS,
        "cutoff": not supplier.cutoff or bool(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", supplier.cutoff)),
        "minimum_minor": 0 <= supplier.minimum_minor <= LARGEST_MINOR,
        "freight_minor": 0 <= supplier.freight_minor <= LARGEST_MINOR,
        "freight_free_minor": 0 <= (supplier.freight_free_minor or 0) <= LARGEST_MINOR,
        "terms_days": 0 <= supplier.terms_days <= LONGEST_LEAD_DAYS,
        "return_days": 0 <= (supplier.return_days or 0) <= 10 * LONGEST_LEAD_DAYS,
        "core_days": 0 <= (supplier.core_days or 0) <= 10 * LONGEST_LEAD_DAYS,
        "link": not supplier.link or bool(re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", supplier.link)),
    }
    for field, fit in fits.items():
        if not fit:
            raise BadSupplierTerms(field=field, value=getattr(supplier, field))
    address = supplier.order_email or supplier.party.email
    if (supplier.send_by == "mail" and not address) or (supplier.send_by == "link" and not supplier.link):
        raise NowhereToSend()
