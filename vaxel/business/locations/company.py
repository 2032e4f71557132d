"""The one company whose books this database holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Company
from vaxel.kernel import identity_numbers
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import reads, setup
from vaxel.kernel.refusals import Conflict, NotFound, Refused

_MAY_CHANGE = frozenset(
    ["name", "organisation_number", "vat_number", "address", "phone", "email", "bank_giro", "language", "texts",
     "gift_card_years"]
)  # fmt: skip


class AlreadySetUp(Conflict):
    """A database holds one company (decision 4)."""

    sentence = _("%(name)s is set up here already. Each company has its own database.")


class NameMissing(Refused):
    """A company and its sites have names."""

    sentence = _("Write the name.")


class BadOrganisationNumber(Refused):
    """It stands on every receipt and invoice (R-10)."""

    sentence = _("%(number)s is not a Swedish organisation number. Check the digits.")


class NotSetUp(NotFound):
    """Nothing works before there is a company."""

    sentence = _("No company is set up yet.")


def remembered() -> Company | None:
    """The company as it is set up now, kept in memory; None before there is one."""
    return next(iter(setup.once("company", lambda: reads.things(Company, "1 = 1"))), None)


def the_company() -> Company:
    """The company; refuses with NotSetUp before there is one."""
    found = Company.objects.first()
    if found is None:
        raise NotSetUp()
    return found


def _nowhere(*_args: Any, **_kwargs: Any) -> None:
    """The permission counts for the whole company."""


@action("company.set_up", site=_nowhere)
def set_up(
    *,
    name: str,
    organisation_number: str = "",
    vat_number: str = "",
    country: str = "SE",
    currency: str = "SEK",
    address: str = "",
    phone: str = "",
    email: str = "",
    bank_giro: str = "",
    language: str = "sv",
    texts: dict[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Company:
    """The company exists. Refuses with AlreadySetUp when there is one, NameMissing, BadOrganisationNumber."""
    held = Company.objects.first()
    if held:
        raise AlreadySetUp(name=held.name)
    return Company.objects.create(
        name=named(name), organisation_number=_number(organisation_number, country), vat_number=vat_number,
        country=country, currency=currency,
        address=address, phone=phone, email=email, bank_giro=bank_giro, language=language, texts=texts or {},
    )  # fmt: skip


@action("company.export", site=_nowhere)
def export(*, kind: str, tables: Sequence[str], by: Actor, at: datetime) -> None:
    """Somebody takes these tables along, as files of the kind: history knows who and when. Nothing else changes."""
    note(kind=kind, tables=list(tables))


@action("company.change", site=_nowhere)
def change(company: Company, *, by: Actor, at: datetime, **fields: Any) -> Company:
    """The company's name, numbers, address and texts are these from now on; before and after are in history."""
    unknown = fields.keys() - _MAY_CHANGE
    if unknown:
        raise TypeError(f"a company has no {sorted(unknown)} to change")
    if "name" in fields:
        fields["name"] = named(fields["name"])
    if "organisation_number" in fields:
        fields["organisation_number"] = _number(fields["organisation_number"], company.country)
    note(before={key: getattr(company, key) for key in fields}, after=fields)
    for key, value in fields.items():
        setattr(company, key, value)
    company.save(update_fields=[*fields])
    return company


def named(name: str) -> str:
    """The name without stray spaces; refuses with NameMissing."""
    tidy = " ".join(name.split())
    if not tidy:
        raise NameMissing()
    return tidy


def _number(typed: str, country: str) -> str:
    """The number with its hyphen; a foreign company's number is kept as typed."""
    if country != "SE" or not typed.strip():
        return typed.strip()
    number = identity_numbers.read(typed)
    if number is None:
        raise BadOrganisationNumber(number=typed)
    return str(number)
