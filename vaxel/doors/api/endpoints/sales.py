"""The counter sale in one request."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta

from vaxel.business.locations.models import Register, Site
from vaxel.business.parties.models import Party
from vaxel.business.payments import sales
from vaxel.business.payments.tenders import Tender
from vaxel.business.tickets.models import Ticket
from vaxel.business.vehicles.models import Vehicle
from vaxel.doors.api.ask import Ask, UnknownThing, minor
from vaxel.doors.api.endpoints.second import Approver, answer
from vaxel.doors.api.endpoints.wishes import NewLine, read
from vaxel.doors.api.routes import writes
from vaxel.doors.api.shapes import T40, T120, Body, Language, Money, Shape, money
from vaxel.kernel.db import reads, setup
from vaxel.kernel.ids import new_id


class NewTender(Body):
    """Money that is handed over. `cash`: what was given, before change; `card`: taken on a terminal of your own.

    `code`: of a gift card; it is not stored.
    """

    tender: Literal["cash", "card", "swish", "bank", "store_credit", "gift_card", "on_account"]
    amount: Money
    reference: T120 = ""
    code: T40 = ""
    id: UUID | None = None


class NewSale(Body):
    """A whole counter sale. `id`: the ticket's, made by you; without a `customer` it is the walk-in customer's."""

    register: UUID
    lines: Annotated[list[NewLine], Meta(min_length=1, max_length=500)]
    tenders: Annotated[list[NewTender], Meta(max_length=20)]
    customer: UUID | None = None
    vehicle: UUID | None = None
    language: Language = "sv"
    id: UUID | None = None
    approved_by: Approver | None = None


class Sale(Shape):
    """A sale that stands. `kind`: receipt, or invoice when part of it is on account; `rounding`: of the cash."""

    ticket: UUID
    ticket_ref: int
    document: UUID
    kind: str
    number: int
    net: Money
    tax: Money
    gross: Money
    change: Money
    rounding: Money
    payments: list[UUID]


@writes("POST", "/sales")
def ring_up(ask: Ask, body: NewSale) -> Sale:
    """Ring up a counter sale: ticket, receipt, goods, money, books and journal, all or nothing."""
    till = _till(ask, body.register)
    wishes, paid = read(ask, body.lines, till.site.currency), tenders(body.tenders, till.site.currency)
    return ask.do(
        sales.ring_up, _sale, till, wishes, paid, id=body.id, language=body.language,
        customer=ask.maybe(Party.objects.all(), body.customer, "customer"),
        vehicle=ask.maybe(Vehicle.objects.all(), body.vehicle, "vehicle"), answer=answer(ask, body.approved_by),
    )  # fmt: skip


class Tenders(Body):
    """What pays a counter ticket that was built line by line; cards already taken for it count besides."""

    register: UUID
    tenders: Annotated[list[NewTender], Meta(max_length=20)]


@writes("POST", "/tickets/{ticket}/sale")
def finish(ask: Ask, ticket: UUID, body: Tenders) -> Sale:
    """Sell a counter ticket that was built line by line."""
    row = ask.one(Ticket.objects.select_related("site", "customer"), ticket, "site_id")
    paid = tenders(body.tenders, row.currency)
    return ask.do(sales.finish, _sale, row, paid, register=_till(ask, body.register))


def tenders(given: Sequence[NewTender], currency: str) -> list[Tender]:
    """The tenders in the site's currency; WrongCurrency otherwise."""
    return [
        Tender(
            one.tender,
            minor(one.amount, currency, f"tenders[{n}].amount"),
            one.reference,
            one.id or new_id(),
            code=one.code,
        )
        for n, one in enumerate(given)
    ]


def _till(ask: Ask, register_id: UUID) -> Register:
    """The register a sale names, if it is at one of the actor's sites."""
    with setup.remembered():
        found = setup.once(("register", register_id), lambda: _register(register_id))
    sites = ask.sites()
    if found is None or (sites is not None and found.site_id not in sites):
        raise UnknownThing(path="register", id=register_id)
    return found


def _register(register_id: UUID) -> Register | None:
    found = reads.things(Register, "t.id = %s", [register_id])
    for one in found:
        [one.site] = reads.things(Site, "t.id = %s", [one.site_id])
    return found[0] if found else None


def _sale(made: dict[str, Any]) -> Sale:
    kr = made["currency"]
    return Sale(
        ticket=UUID(made["ticket"]), ticket_ref=made["ticket_ref"], document=UUID(made["document"]), kind=made["kind"],
        number=made["number"], net=money(made["net_minor"], kr), tax=money(made["tax_minor"], kr),
        gross=money(made["gross_minor"], kr), change=money(made["change_minor"], kr),
        rounding=money(made["rounding_minor"], kr), payments=[UUID(one) for one in made["payments"]],
    )  # fmt: skip
