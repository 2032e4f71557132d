"""Customers and suppliers: everyone we deal with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Meta

from vaxel.business.locations.company import the_company
from vaxel.business.parties import folding
from vaxel.business.parties.models import Party
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads
from vaxel.doors.api.shapes import T80, Money, Shape, money


class Customer(Shape):
    """A person or company. `terms_days` null: may not buy on account. `store_credit`: what we owe them."""

    id: UUID
    kind: str
    name: str
    organisation_number: str
    vat_number: str
    email: str
    phone: str
    address: str
    language: str
    group: str | None
    is_customer: bool
    is_supplier: bool
    is_walk_in: bool
    terms_days: int | None
    credit_limit: Money
    store_credit: Money
    po_number_required: bool
    note: str
    made_at: datetime


class CustomerFilters(Paging):
    """`q`: every word must be in the name, e-mail, phone or number."""

    q: Annotated[str, Meta(min_length=1, max_length=80)] | None = None
    kind: Literal["private", "company"] | None = None
    group: T80 | None = None
    supplier: bool | None = None


@reads("/customers", may="parties.read")
def customers(ask: Ask, filters: CustomerFilters) -> Page[Customer]:
    """Customers and suppliers, newest first."""
    query = Party.objects.all()
    for word in folding.fold(filters.q or "").split():
        query = query.filter(search__contains=word)
    if filters.kind is not None:
        query = query.filter(kind=filters.kind)
    if filters.group is not None:
        query = query.filter(group__name=filters.group)
    if filters.supplier is not None:
        query = query.filter(is_supplier=filters.supplier)
    return cut(_whole(query), filters, shown)


@reads("/customers/{customer}", may="parties.read")
def customer(ask: Ask, customer: UUID) -> Customer:
    """One customer or supplier."""
    return shown([ask.one(_whole(Party.objects.all()), customer)])[0]


def _whole(query: QuerySet[Party]) -> QuerySet[Party]:
    return query.select_related("group", "store_credit")


def shown(rows: Sequence[Party]) -> list[Customer]:
    """Parties as the wire has them."""
    currency = the_company().currency
    return [
        Customer(
            id=row.id, kind=row.kind, name=row.name, organisation_number=row.organisation_number,
            vat_number=row.vat_number, email=row.email, phone=row.phone, address=row.address, language=row.language,
            group=row.group.name if row.group else None, is_customer=row.is_customer, is_supplier=row.is_supplier,
            is_walk_in=row.is_walk_in, terms_days=row.terms_days, credit_limit=money(row.credit_limit_minor, currency),
            store_credit=_credit(row, currency), po_number_required=row.po_number_required, note=row.note,
            made_at=row.made_at,
        )
        for row in rows
    ]  # fmt: skip


def _credit(party: Party, currency: str) -> Money:
    held = getattr(party, "store_credit", None)
    return money(held.balance_minor, held.currency) if held else money(0, currency)
