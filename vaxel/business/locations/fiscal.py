"""What a site may sell under its fiscal profile (R-3): pure decisions, no database."""

from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

from vaxel.kernel.refusals import Refused

Profile = Literal["SE_DECLARED", "SE_EXEMPT", "SE_UNDECLARED", "NONE"]
PROFILES: Final[tuple[Profile, ...]] = ("SE_DECLARED", "SE_EXEMPT", "SE_UNDECLARED", "NONE")
AT_THE_TILL: Final = frozenset({"cash", "card", "swish", "gift_card"})


class NotDeclared(Refused):
    """The site has no declared cash register, so money cannot be taken at the till (R-1)."""

    sentence = _(
        "The cash register of %(site)s is not declared, so it cannot take %(tender)s. "
        "Invoice the customer, or let the company state its exemption under Settings, Sites."
    )


class ReasonNeeded(Refused):
    """An exemption is the company's own statement (R-3)."""

    sentence = _("Give the reason why %(site)s is exempt from the cash register duty.")


class CannotDeclare(Refused):
    """This build has no declaration and no control unit (R-4)."""

    sentence = _(
        "A declared cash register needs a declaration file for this version and a control unit. Neither is installed."
    )


class NotInSweden(Refused):
    """There is no hidden switch from undeclared to selling (R-3)."""

    sentence = _(
        "A site in Sweden cannot be without cash register rules. State why it is exempt, or sell on invoice only."
    )


class UnknownProfile(Refused):
    """Not one of the profiles that are delivered."""

    sentence = _("%(profile)s is not a fiscal profile that is delivered.")


def starting_profile(jurisdiction: str) -> Profile:
    """What a new site starts with: a Swedish one may not sell at the till until it says why it may."""
    return "SE_UNDECLARED" if jurisdiction.startswith("SE") else "NONE"


def may_take(profile: str, tender: str) -> bool:
    """Whether a site with the profile may take the tender, for a sale or a deposit."""
    return profile != "SE_UNDECLARED" or tender not in AT_THE_TILL


def check_tender(profile: str, tender: str, site: str) -> None:
    """Refuses with NotDeclared when the profile does not allow the tender; `site` is its name."""
    if not may_take(profile, tender):
        raise NotDeclared(site=site, tender=tender)


def check_profile(profile: str, reason: str, site: str, jurisdiction: str) -> None:
    """Refuses what cannot be chosen: UnknownProfile, NotInSweden, CannotDeclare, ReasonNeeded."""
    if profile not in PROFILES:
        raise UnknownProfile(profile=profile)
    if profile == "NONE" and jurisdiction.startswith("SE"):
        raise NotInSweden()
    if profile == "SE_DECLARED":
        raise CannotDeclare()
    if profile == "SE_EXEMPT" and not reason.strip():
        raise ReasonNeeded(site=site)
