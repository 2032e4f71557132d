"""Organisation and VAT numbers of parties: one form, checked where Sweden's rules apply (R-64, R-65): pure."""

import re

from django.utils.translation import gettext_lazy as _

from vaxel.kernel import identity_numbers
from vaxel.kernel.refusals import Refused

_SWEDISH_LENGTHS = (10, 12)


class BadOrganisationNumber(Refused):
    """The check digit, the date or the form is wrong."""

    sentence = _(
        "%(number)s is not a Swedish organisation number: check the digits. Foreign numbers may be written freely."
    )


class PersonalNumber(Refused):
    """Personal numbers of private customers are kept only for a stated purpose (R-64, C-3)."""

    sentence = _("That is a personal number. It is not stored on a private customer; leave the field empty.")


class BadVatNumber(Refused):
    """A Swedish one is SE, ten digits, 01."""

    sentence = _("%(number)s is not a Swedish VAT number. It is SE, the ten digits of the organisation number and 01.")


def organisation_number(typed: str, *, private: bool) -> str:
    """The number as it is stored: `556036-0793`; foreign ones as typed. Refuses with the classes above.

    Ten or twelve digits are read as Swedish. A firm's number may be its owner's personal number, a private
    customer's may not be stored.
    """
    text = " ".join(typed.split()).upper()
    digits = re.sub(r"[ \-+]", "", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) in _SWEDISH_LENGTHS):
        return text
    number = identity_numbers.read(text)
    if number is None:
        raise BadOrganisationNumber(number=typed)
    if private and number.kind != "ORGANISATION":
        raise PersonalNumber()
    return str(number)


def vat_number(typed: str) -> str:
    """The number as it is stored, without spaces, in upper case. Refuses with BadVatNumber when it says SE."""
    text = re.sub(r"[\s\-]", "", typed).upper()
    if text.startswith("SE"):
        number = identity_numbers.read(text[2:12])
        if number is None or number.vat_number != text:
            raise BadVatNumber(number=typed)
    return text
