"""Parties: people and companies we deal with, added, changed, and asked for consent (C-1 to C-7)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import LANGUAGES
from vaxel.business.parties import folding, numbers, queries
from vaxel.business.parties.models import Consent, CustomerGroup, Party
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import Conflict, Refused

_FIELDS = frozenset(
    {
        "name", "organisation_number", "vat_number", "email", "phone", "address", "language", "group", "is_customer",
        "is_supplier", "terms_days", "credit_limit_minor", "po_number_required", "note",
    }
)  # fmt: skip
CHANNELS = ("sms", "mail", "phone", "post")
TERMS_MOST = 365
PURPOSES = ("service", "reminder", "offer", "review")


class NameMissing(Refused):
    """Least to start: a name or a phone number (C-2)."""

    sentence = _("Write a name or a phone number.")


class BadEmail(Refused):
    """It cannot be sent to."""

    sentence = _("%(email)s is not an e-mail address. Write it as name@example.se.")


class BadPhone(Refused):
    """It cannot be called."""

    sentence = _("%(phone)s is not a phone number. Write digits, with + and country code for other countries.")


class WalkInStands(Conflict):
    """The walk-in customer is anonymous (C-2)."""

    sentence = _("The walk-in customer stands for anyone and cannot be changed. Choose or add a customer instead.")


class MergedAway(Conflict):
    """An alias has nothing of its own (C-8)."""

    sentence = _("This card was merged with %(name)s's. Open that card.")


class UnknownKind(Refused):
    """A party is a person or a company."""

    sentence = _("Choose whether it is a private person or a company.")


class UnknownLanguage(Refused):
    """Documents are printed in the languages there are."""

    sentence = _("Choose Swedish or English.")


class UnknownPurpose(Refused):
    """Consent is for a purpose on a channel (C-22)."""

    sentence = _("There is no such channel or purpose for messages.")


class BadTerms(Refused):
    """Days and amounts are not negative."""

    sentence = _("Days to pay are 0 to 365 and the credit limit is not negative.")


@action("parties.add")
def add(
    *,
    kind: str = Party.PRIVATE,
    name: str = "",
    organisation_number: str = "",
    vat_number: str = "",
    email: str = "",
    phone: str = "",
    address: str = "",
    language: str = "sv",
    group: CustomerGroup | None = None,
    is_customer: bool = True,
    is_supplier: bool = False,
    terms_days: int | None = None,
    credit_limit_minor: int = 0,
    po_number_required: bool = False,
    note: str = "",
    id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Party:
    """We know the party, under the id that was made for it. `terms_days` None: may not buy on account.

    Refuses with NameMissing, BadEmail, BadPhone, UnknownKind, BadTerms, and as numbers.py does. Someone alike is no
    obstacle: see queries.likely_same.
    """
    party = Party(
        id=id or new_id(),
        kind=kind, name=name, organisation_number=organisation_number, vat_number=vat_number, email=email, phone=phone,
        address=address, language=language, group=group, is_customer=is_customer, is_supplier=is_supplier,
        terms_days=terms_days, credit_limit_minor=credit_limit_minor, po_number_required=po_number_required, note=note,
        made_at=at,
    )  # fmt: skip
    _tidy(party)
    party.save(force_insert=True)
    return party


@action("parties.change")
def change(party: Party, *, by: Actor, at: datetime, **fields: Any) -> Party:
    """These fields of the party are as given from now on; before and after are in history.

    Refuses with WalkInStands, MergedAway and as `add` does.
    """
    unknown = fields.keys() - _FIELDS
    if unknown:
        raise TypeError(f"a party has no {sorted(unknown)} to change")
    if party.is_walk_in:
        raise WalkInStands()
    if party.merged_into_id is not None:
        raise MergedAway(name=queries.standing(party).name)
    before = {key: _plain(getattr(party, key)) for key in fields}
    for key, value in fields.items():
        setattr(party, key, value)
    _tidy(party)
    note(before=before, after={key: _plain(getattr(party, key)) for key in fields})
    party.save(update_fields=[*fields, "name", "phone_digits", "search", "name_key"])
    return party


@action("parties.make_walk_in")
def make_walk_in(*, by: Actor, at: datetime) -> Party:
    """The standing anonymous customer exists; the same one however often it is asked for (kontantkund)."""
    held = Party.objects.filter(is_walk_in=True).first()
    if held:
        return held
    return Party.objects.create(
        kind=Party.PRIVATE, name="Kontantkund", is_walk_in=True, search="kontantkund walk-in", made_at=at
    )


@action("parties.record_consent")
def record_consent(
    party: Party, *, channel: str, purpose: str, given: bool, source: str, text_version: str = "",
    by: Actor, at: datetime,
) -> Consent:  # fmt: skip
    """The party's yes or no for the purpose on the channel; the newest row counts (C-22, R-66)."""
    party = queries.standing(party)
    if party.is_walk_in:
        raise WalkInStands()
    if channel not in CHANNELS or purpose not in PURPOSES:
        raise UnknownPurpose()
    return Consent.objects.create(
        party=party, channel=channel, purpose=purpose, given=given, source=source, text_version=text_version, at=at
    )


def _plain(value: Any) -> Any:
    return value.pk.hex if isinstance(value, CustomerGroup) else value


def _tidy(party: Party) -> None:
    """Texts are trimmed, numbers in one form, the search column filled; or a refusal."""
    if party.kind not in (Party.PRIVATE, Party.COMPANY):
        raise UnknownKind()
    party.name = " ".join(party.name.split()) or party.phone.strip()
    if not party.name:
        raise NameMissing()
    party.email = _checked_email(party.email)
    party.phone = party.phone.strip()
    if party.phone and not folding.phone_digits(party.phone):
        raise BadPhone(phone=party.phone)
    if party.language not in dict(LANGUAGES):
        raise UnknownLanguage()
    private = party.kind == Party.PRIVATE
    party.organisation_number = numbers.organisation_number(party.organisation_number, private=private)
    party.vat_number = numbers.vat_number(party.vat_number)
    if not 0 <= (party.terms_days or 0) <= TERMS_MOST or party.credit_limit_minor < 0:
        raise BadTerms()
    find(party)


def find(party: Party) -> None:
    """What the party is found by is what its row says; an alias is found by nothing."""
    alias = party.merged_into_id is not None
    party.search = "" if alias else search_text(party)
    party.phone_digits = "" if alias else folding.phone_digits(party.phone)
    party.name_key = None if alias or party.is_walk_in else folding.name_key(party.name) or None


def search_text(party: Party) -> str:
    """The folded text that search looks in: name first, then e-mail, phone and numbers as digits."""
    number = party.organisation_number.replace("-", "").replace(" ", "")
    phone = folding.phone_digits(party.phone)
    return folding.fold(f"{party.name} {party.email} {phone} {number} {party.vat_number}")


def _checked_email(typed: str) -> str:
    address = folding.email_folded(typed)
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise BadEmail(email=typed) from None
    return address
