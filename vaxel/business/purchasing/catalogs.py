"""What we need of a supplier's own system: a protocol, and a fake that behaves and misbehaves like one.

Calls go out after commit, never inside a transaction (invariant 9). An order is written before it is sent, and every
call names our order by one key, so that asking twice orders once. Addresses and secrets lie outside the database: the
connection's name leads to them (see links/suppliers).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import Refused

Answer = Literal["accepted", "refused", "cancelled", "not_known"]


class CatalogDown(Exception):
    """The supplier's system did not answer in time: nobody knows what became of the request."""


class NoConnection(Refused):
    """The connection's settings are not there."""

    sentence = _("There is no connection called %(name)s on this server. Ask whoever runs it to set it up.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """So much (thousandths) of what the supplier calls `number`."""

    number: str
    quantity_milli: int


@dataclass(frozen=True, slots=True)
class Offered:
    """What the supplier's system says of a number. Price in hundredths of a minor unit of `currency`.

    None: not said.
    """

    number: str
    available_milli: int | None = None
    unit_price_cm: int | None = None
    currency: str = ""
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Placing:
    """An order as it is sent: `key` is ours and keeps it single."""

    key: str
    number: int
    customer_number: str
    lines: Sequence[Wanted]
    message: str = ""
    delivery: str = ""


@dataclass(frozen=True, slots=True)
class LineSaid:
    """What the supplier says of an order's line: how much comes, when, at what price."""

    number: str
    quantity_milli: int | None = None
    expected_on: date | None = None
    unit_price_cm: int | None = None
    back_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of an order there. `not_known`: they have never heard of the key."""

    answer: Answer
    reference: str = ""
    reason: str = ""
    lines: Sequence[LineSaid] = field(default_factory=tuple)


class SupplierCatalog(Protocol):
    """A supplier's system. Every method raises CatalogDown when there is no answer in time."""

    def availability(self, wants: Sequence[Wanted]) -> Sequence[Offered]:
        """What can be had of these numbers and when; numbers it does not know are left out."""
        ...

    def price(self, wants: Sequence[Wanted]) -> Sequence[Offered]:
        """What these quantities cost us."""
        ...

    def order(self, placing: Placing) -> Placed:
        """The order is placed; the same key again is the same order."""
        ...

    def order_status(self, key: str) -> Placed:
        """What became of the order with our key."""
        ...

    def cancel(self, key: str) -> Placed:
        """The order is cancelled, if it can be."""
        ...


def connect(name: str) -> SupplierCatalog:
    """The supplier's system behind the connection's name, as the settings choose (SUPPLIER_CATALOGS, a dotted path).

    Refuses with NoConnection.
    """
    found: SupplierCatalog | None = import_string(settings.SUPPLIER_CATALOGS)(name)
    if found is None:
        raise NoConnection(name=name)
    return found
