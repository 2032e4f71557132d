"""Sites: shops and branches with an address, numbers, a till's coin and a fiscal profile of their own (U-7)."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import fiscal, registers
from vaxel.business.locations.company import named
from vaxel.business.locations.models import Site
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict, Refused

_MAY_CHANGE = frozenset(
    ["name", "address", "phone", "email", "time_zone", "cash_step_minor"]
)  # fmt: skip


class CodeTaken(Conflict):
    """A site's code stands in its numbers, so it is its own."""

    sentence = _("There is a site with the code %(code)s already. Choose another code.")


class BadCode(Refused):
    """The code stands in ticket refs and series, so it is short."""

    sentence = _("A site's code is 1 to 8 capital letters and digits.")


class BadTimeZone(Refused):
    """Business dates are the site's own (R-91)."""

    sentence = _("%(time_zone)s is not a time zone. Write it as Europe/Stockholm.")


class BadCoin(Refused):
    """Cash is rounded to the smallest coin (M-30)."""

    sentence = _("The smallest coin is at least one hundredth of the currency's unit.")


class LastSite(Conflict):
    """Someone must be able to stand somewhere."""

    sentence = _("%(name)s is the only site that is open. Open another one first.")


def _nowhere(*_args: Any, **_kwargs: Any) -> None:
    """The permission counts for the whole company."""


@action("sites.open", site=_nowhere)
def open(
    *,
    code: str,
    name: str,
    address: str = "",
    phone: str = "",
    email: str = "",
    time_zone: str = "Europe/Stockholm",
    jurisdiction: str = "SE",
    currency: str = "SEK",
    cash_step_minor: int = 100,
    fiscal_profile: str = "",
    fiscal_reason: str = "",
    by: Actor,
    at: datetime,
) -> Site:
    """The site is open. A Swedish one may not sell at the till until it states its profile (R-3).

    `cash_step_minor` is the smallest coin in minor units. Refuses with CodeTaken, BadCode, BadTimeZone, BadCoin,
    NameMissing, and as fiscal.check_profile does.
    """
    if not re.fullmatch(r"[0-9A-ZÅÄÖ]{1,8}", code):
        raise BadCode()
    _check(time_zone, cash_step_minor)
    profile = fiscal_profile or fiscal.starting_profile(jurisdiction)
    fiscal.check_profile(profile, fiscal_reason, name, jurisdiction)
    if Site.objects.filter(code=code).exists():
        raise CodeTaken(code=code)
    return Site.objects.create(
        code=code, name=named(name), address=address, phone=phone, email=email, time_zone=time_zone,
        jurisdiction=jurisdiction, currency=currency, cash_step_minor=cash_step_minor,
        fiscal_profile=profile, fiscal_reason=fiscal_reason, opened_at=at,
    )  # fmt: skip


@action("sites.change")
def change(site: Site, *, by: Actor, at: datetime, **fields: Any) -> Site:
    """The site's name, address, numbers, time zone and coin are these from now on; before and after are in history.

    Refuses with BadTimeZone, BadCoin, NameMissing.
    """
    unknown = fields.keys() - _MAY_CHANGE
    if unknown:
        raise TypeError(f"a site has no {sorted(unknown)} to change")
    if "name" in fields:
        fields["name"] = named(fields["name"])
    _check(fields.get("time_zone", site.time_zone), fields.get("cash_step_minor", site.cash_step_minor))
    note(before={key: getattr(site, key) for key in fields}, after=fields)
    for key, value in fields.items():
        setattr(site, key, value)
    site.save(update_fields=[*fields])
    return site


@action("sites.close", site=_nowhere)
def close(site: Site, *, by: Actor, at: datetime) -> Site:
    """Nothing is sold at the site any more, and nobody can stand at it; what happened there stays.

    Refuses with LastSite, StillInUse (a till is open).
    """
    if not Site.objects.filter(closed_at=None).exclude(pk=site.pk).exists():
        raise LastSite(name=site.name)
    for register in site.registers.filter(retired_at=None):
        registers.check_may_retire(register)
    site.closed_at = at
    site.save(update_fields=["closed_at"])
    return site


@action("sites.reopen", site=_nowhere)
def reopen(site: Site, *, by: Actor, at: datetime) -> Site:
    """The site is open again, with the tills, numbers and settings it had."""
    site.closed_at = None
    site.save(update_fields=["closed_at"])
    return site


@action("sites.set_fiscal_profile")
def set_fiscal_profile(site: Site, *, profile: str, reason: str = "", by: Actor, at: datetime) -> Site:
    """The site sells under the profile from now on; before, after and the company's reason are in history (R-3).

    Refuses with ReasonNeeded (SE_EXEMPT), CannotDeclare (SE_DECLARED), NotInSweden (NONE), UnknownProfile.
    """
    fiscal.check_profile(profile, reason, site.name, site.jurisdiction)
    note(before=site.fiscal_profile, after=profile, reason=reason)
    site.fiscal_profile, site.fiscal_reason = profile, reason
    site.save(update_fields=["fiscal_profile", "fiscal_reason"])
    return site


def _check(time_zone: str, cash_step_minor: int) -> None:
    try:
        ZoneInfo(time_zone)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise BadTimeZone(time_zone=time_zone) from None
    if cash_step_minor < 1:
        raise BadCoin()
