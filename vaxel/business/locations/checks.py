"""What must always hold for sites, roles and settings."""

from collections.abc import Iterator

from vaxel.business.locations import fiscal
from vaxel.business.locations.models import Assignment, Company, Register, Setting, Site, Staff
from vaxel.business.locations.preferences import REGISTRY, BadValue
from vaxel.kernel.checks import check
from vaxel.kernel.refusals import Refused


@check("locations.company")
def there_is_one_company() -> Iterator[str]:
    """A database holds one company (decision 4)."""
    held = Company.objects.count()
    if held > 1 or (held == 0 and Site.objects.exists()):
        yield f"there are {held} companies in this database"


@check("locations.fiscal")
def profiles_have_their_reasons() -> Iterator[str]:
    """No site sells under a profile that could not be chosen (R-3)."""
    for site in Site.objects.all():
        try:
            fiscal.check_profile(site.fiscal_profile, site.fiscal_reason, site.name, site.jurisdiction)
        except Refused as refusal:
            yield f"site {site.code}: {refusal}"


@check("locations.settings")
def settings_fit_what_was_declared() -> Iterator[str]:
    """A stored value is one that could have been chosen; a setting that is no longer declared is left alone."""
    for setting in Setting.objects.filter(key__in=list(REGISTRY)):
        try:
            REGISTRY[setting.key].check(setting.value)
        except BadValue as refusal:
            yield str(refusal)


@check("locations.owner")
def someone_owns() -> Iterator[str]:
    """Where people work, one of them may do everything."""
    owners = Assignment.objects.filter(role__key="owner", site=None, staff__is_active=True)
    if Staff.objects.filter(is_active=True, assignments__isnull=False).exists() and not owners.exists():
        yield "nobody who works here is an owner"


@check("locations.secrets")
def secrets_are_hashes() -> Iterator[str]:
    """No password or PIN is stored as it is typed."""
    for person in Staff.objects.all():
        for kind, stored in (("password", person.password), ("PIN", person.pin_hash)):
            if stored and not stored.startswith("argon2$"):
                yield f"the {kind} of staff {person.pk} is not a hash"
        if person.till_pin and not person.till_pin.startswith("pbkdf2_sha256$"):
            yield f"the till's PIN of staff {person.pk} is not a hash"


@check("locations.registers")
def registers_keep_to_their_names() -> Iterator[str]:
    """Till names are what a control unit takes (R-27)."""
    for register in Register.objects.all():
        if not register.name.isalnum() or len(register.name) > 16:
            yield f"register {register.pk} is named {register.name!r}"
