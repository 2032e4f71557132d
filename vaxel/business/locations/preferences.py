"""Settings: declared once with kind, default and a sentence; changed for a site or for the whole company.

A rung declares its own: `preferences.declare(Preference("quotes.valid_days", 30, _("…"), lowest=1, highest=365))`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Setting, Site
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import NotFound, Refused

Value = int | bool | str
REGISTRY: dict[str, "Preference"] = {}


class BadValue(Refused):
    """The value does not fit what was declared."""

    sentence = _("%(value)s does not fit the setting %(key)s: %(expected)s.")


@dataclass(frozen=True, slots=True)
class Preference:
    """A setting: its kind is that of `default` (whole number, yes or no, text); `choices` or the bounds limit it."""

    key: str
    default: Value
    sentence: str | Promise
    choices: tuple[str, ...] = ()
    lowest: int | None = None
    highest: int | None = None

    def check(self, value: Any) -> Value:
        """`value`, if it fits; refuses with BadValue."""
        if type(value) is not type(self.default) or not self._within(value):
            raise BadValue(value=value, key=self.key, expected=self.expected)
        fits: Value = value
        return fits

    def _within(self, value: Value) -> bool:
        if self.choices:
            return value in self.choices
        if isinstance(value, bool) or not isinstance(value, int):
            return True
        return (self.lowest is None or value >= self.lowest) and (self.highest is None or value <= self.highest)

    @property
    def expected(self) -> str:
        """What fits, in a few words."""
        if self.choices:
            return ", ".join(self.choices)
        if isinstance(self.default, bool):
            return "true, false"
        if isinstance(self.default, int):
            return (
                f"{self.lowest if self.lowest is not None else ''}–{self.highest if self.highest is not None else ''}"
            )
        return str(_("text"))


def declare(preference: Preference) -> Preference:
    """The setting exists."""
    if preference.key in REGISTRY:
        raise ValueError(f"two settings are named {preference.key}")
    REGISTRY[preference.key] = preference
    return preference


def value(key: str, site_id: UUID | None = None) -> Any:
    """The setting's value at the site: the site's own, else the company's, else the default. One query."""
    return values([key], site_id)[key]


def values(keys: Sequence[str], site_id: UUID | None = None) -> Mapping[str, Any]:
    """Key → value for several settings at once. One query."""
    found = {key: _declared(key).default for key in keys}
    where = Q(site=None) if site_id is None else Q(site=None) | Q(site_id=site_id)
    rows = Setting.objects.filter(where, key__in=found)
    stored = sorted(rows.values_list("key", "site_id", "value"), key=lambda row: row[1] is not None)
    return found | {key: held for key, _site, held in stored}


def _declared(key: str) -> Preference:
    if key not in REGISTRY:
        raise NotFound()
    return REGISTRY[key]


def _at_site(_key: str, *, site: Site | None = None, **_kwargs: Any) -> UUID | None:
    return site.pk if site else None


@action("settings.change", site=_at_site)
def change(key: str, *, value: Any, site: Site | None = None, by: Actor, at: datetime) -> Setting:
    """The setting has the value at the site, or for the company; before and after are in history.

    Refuses with BadValue, NotFound (no such setting).
    """
    fitting = _declared(key).check(value)
    before = values([key], site.pk if site else None)[key]
    note(key=key, site=site.code if site else "*", before=before, after=fitting)
    made, _new = Setting.objects.update_or_create(site=site, key=key, defaults={"value": fitting})
    return made


@action("settings.reset", site=_at_site)
def reset(key: str, *, site: Site, by: Actor, at: datetime) -> None:
    """The site has no value of its own any more: the company's counts. Before and after are in history."""
    before = values([key], site.pk)[key]
    Setting.objects.filter(site=site, key=key).delete()
    note(key=key, site=site.code, before=before, after=values([key], site.pk)[key])


@action("settings.change_many", site=_at_site)
def change_many(
    wished: Mapping[str, Any], *, site: Site | None = None, by: Actor, at: datetime
) -> Mapping[str, Value]:  # fmt: skip
    """All of the settings have these values at the site, or for the company, or none has; what differed is noted.

    Refuses with BadValue (of the first that does not fit), NotFound.
    """
    fitting = {key: _declared(key).check(value) for key, value in wished.items()}
    held = values(list(fitting), site.pk if site else None)
    changed = {key: value for key, value in fitting.items() if value != held[key]}
    note(
        site=site.code if site else "*", before={key: held[key] for key in changed}, after=changed,
    )  # fmt: skip
    for key, value in changed.items():
        Setting.objects.update_or_create(site=site, key=key, defaults={"value": value})
    return changed


declare(Preference("quotes.valid_days", 30, _("Days a quote is valid."), lowest=1, highest=365))
declare(Preference("links.valid_days", 30, _("Days a customer's link works."), lowest=1, highest=365))
declare(
    Preference(
        "invoices.terms_days", 30, _("Days to pay on account, unless the customer has its own."), highest=120, lowest=0
    )
)
declare(
    Preference("documents.language", "sv", _("Language of documents when the customer has none."), choices=("sv", "en"))
)
