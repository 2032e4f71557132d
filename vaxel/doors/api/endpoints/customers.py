"""Customers and suppliers: everyone we deal with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from msgspec import UNSET, Meta, UnsetType

from vaxel.business.locations.company import the_company
from vaxel.business.parties import folding, groups, parties
from vaxel.business.parties.models import Consent as ConsentRow
from vaxel.business.parties.models import CustomerGroup, Party
from vaxel.doors.api.ask import Ask, minor
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import T20, T40, T80, T160, Body, Language, LongText, Money, Shape, given, money


class Customer(Shape):
    """A person or company. `terms_days` null: may not buy on account. `store_credit`: what we owe them.

    `merged_into`: the card that counts, when this one was merged into another; lists leave such cards out.
    """

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
    merged_into: UUID | None
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
    query = Party.objects.filter(merged_into=None)
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
            merged_into=row.merged_into_id, made_at=row.made_at,
        )
        for row in rows
    ]  # fmt: skip


def _credit(party: Party, currency: str) -> Money:
    held = getattr(party, "store_credit", None)
    return money(held.balance_minor, held.currency) if held else money(0, currency)


class Group(Shape):
    """A customer group: carries price lists and terms."""

    id: UUID
    name: str


@reads("/customer-groups", may="parties.read")
def customer_groups(ask: Ask, filters: Paging) -> Page[Group]:
    """Customer groups, newest first."""
    return cut(CustomerGroup.objects.all(), filters, lambda rows: [Group(id=row.id, name=row.name) for row in rows])


class NewGroup(Body):
    """A customer group."""

    name: Annotated[T80, Meta(min_length=1)]


@writes("POST", "/customer-groups")
def add_group(ask: Ask, body: NewGroup) -> Group:
    """Add a customer group."""
    return ask.do(groups.add, lambda row: Group(id=row.id, name=row.name), name=body.name)


class NewCustomer(Body):
    """A name or a phone number is the least (C-2). `terms_days` null: may not buy on account."""

    kind: Literal["private", "company"] = "private"
    name: T160 = ""
    organisation_number: T20 = ""
    vat_number: T20 = ""
    email: Annotated[str, Meta(max_length=254)] = ""
    phone: T40 = ""
    address: LongText = ""
    language: Language = "sv"
    group: UUID | None = None
    is_supplier: bool = False
    terms_days: Annotated[int, Meta(ge=0, le=365)] | None = None
    credit_limit: Money | None = None
    po_number_required: bool = False
    note: LongText = ""


class CustomerChanges(Body):
    """What is sent is changed, what is left out stays."""

    name: T160 | UnsetType = UNSET
    organisation_number: T20 | UnsetType = UNSET
    vat_number: T20 | UnsetType = UNSET
    email: Annotated[str, Meta(max_length=254)] | UnsetType = UNSET
    phone: T40 | UnsetType = UNSET
    address: LongText | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    group: UUID | UnsetType | None = UNSET
    is_supplier: bool | UnsetType = UNSET
    terms_days: Annotated[int, Meta(ge=0, le=365)] | UnsetType | None = UNSET
    credit_limit: Money | UnsetType = UNSET
    po_number_required: bool | UnsetType = UNSET
    note: LongText | UnsetType = UNSET


class NewConsent(Body):
    """A yes or no to messages for a purpose on a channel; the newest counts."""

    channel: Literal["sms", "mail", "phone", "post"]
    purpose: Literal["service", "reminder", "offer", "review"]
    given: bool
    source: Annotated[str, Meta(min_length=1, max_length=80)]
    text_version: T40 = ""


class Consent(Shape):
    """A yes or no, as it was recorded."""

    id: UUID
    customer: UUID
    channel: str
    purpose: str
    given: bool
    source: str
    at: datetime


@writes("POST", "/customers")
def add_customer(ask: Ask, body: NewCustomer) -> Customer:
    """Add a customer or supplier."""
    return ask.do(parties.add, _shown_anew, **_fields(ask, body))


@writes("PATCH", "/customers/{customer}")
def change_customer(ask: Ask, customer: UUID, body: CustomerChanges) -> Customer:
    """Change a customer or supplier."""
    return ask.do(parties.change, _shown_anew, ask.one(Party.objects.all(), customer), **_fields(ask, body))


@writes("POST", "/customers/{customer}/consents")
def record_consent(ask: Ask, customer: UUID, body: NewConsent) -> Consent:
    """Record the customer's yes or no to messages."""
    return ask.do(parties.record_consent, _consent, ask.one(Party.objects.all(), customer), **given(body))


def _fields(ask: Ask, body: NewCustomer | CustomerChanges) -> dict[str, Any]:
    fields = given(body)
    if "credit_limit" in fields:
        limit = minor(fields.pop("credit_limit"), the_company().currency, "credit_limit")
        fields["credit_limit_minor"] = limit
    if fields.get("group") is not None:
        fields["group"] = ask.named(CustomerGroup.objects.all(), fields["group"], "group")
    return fields


def _shown_anew(row: Party) -> Customer:
    return shown([_whole(Party.objects.all()).get(pk=row.pk)])[0]


def _consent(row: ConsentRow) -> Consent:
    return Consent(
        id=row.id, customer=row.party_id, channel=row.channel, purpose=row.purpose, given=row.given, source=row.source,
        at=row.at,
    )  # fmt: skip
