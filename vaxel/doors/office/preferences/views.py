"""All settings on one page: what each means, its default, the company's value and a site's own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from vaxel.business.accounting import taxes
from vaxel.business.locations import preferences
from vaxel.business.locations.models import Role, Setting, Site
from vaxel.business.locations.preferences import REGISTRY, Preference, Value
from vaxel.doors.auth.surely import asks_password
from vaxel.doors.office.desk import by, desk, found, go, only_who_may, screen
from vaxel.doors.office.preferences import words
from vaxel.doors.templatetags.vaxel import amount, number, number_locale, percent
from vaxel.kernel import money, numerals
from vaxel.kernel.refusals import Refused


@dataclass(slots=True)
class Row:
    """One setting as it stands on the page."""

    preference: Preference
    typed: str
    default: str
    company: str
    own: bool
    elsewhere: list[str] = field(default_factory=list)
    fault: str = ""

    @property
    def key(self) -> str:
        """The setting's key."""
        return self.preference.key

    @property
    def title(self) -> Any:
        """What it is called."""
        return words.title(self.preference)

    @property
    def unit(self) -> Any:
        """The word behind the field."""
        return words.UNITS.get(words.unit(self.preference), "")

    @property
    def kind(self) -> str:
        """switch, menu, number or text."""
        if isinstance(self.preference.default, bool):
            return "switch"
        if self.preference.choices:
            return "menu"
        return "number" if isinstance(self.preference.default, int) else "text"

    @property
    def options(self) -> list[tuple[str, Any]]:
        """A menu's choices in words."""
        return [(key, words.CHOICES.get(key, key)) for key in self.preference.choices]


def written(preference: Preference, value: Value, *, in_words: bool = False) -> str:
    """The value as people write it; with `in_words` also its unit, for reading."""
    unit = words.unit(preference)
    if isinstance(value, bool):
        return (_("on") if value else _("off")) if in_words else ("1" if value else "")
    if isinstance(value, str):
        return str(words.CHOICES.get(value, value)) if in_words and preference.choices else value
    text = amount(value) if unit == "minor" else percent(value) if unit == "ppm" else number(value)
    text = text.removesuffix("%").strip()
    return f"{text}\u00a0{words.UNITS[unit]}" if in_words and unit else text


def read(preference: Preference, text: str) -> Value:
    """The value that was typed; refuses as numerals and money do."""
    if isinstance(preference.default, bool):
        return text == "1"
    if isinstance(preference.default, str):
        return text.strip()
    unit = words.unit(preference)
    if unit == "minor":
        return money.parse_amount(text, "SEK", number_locale())
    return numerals.read(text.replace("%", ""), number_locale(), 4 if unit == "ppm" else 0)


def _place(request: HttpRequest) -> tuple[Site | None, list[Site], bool]:
    """The site whose settings are shown (None: the company's), those one may choose, and whether the company's too."""
    only_who_may(request, "settings.change")
    here = desk(request)
    everywhere = here.actor.may("settings.change", None)
    sites = [one for one in Site.objects.filter(closed_at=None) if here.actor.may("settings.change", one.pk)]
    wanted = request.POST.get("site") or request.GET.get("site", "")
    chosen = next((one for one in sites if one.code == wanted), None)
    if chosen is None and not everywhere:
        chosen = next(one for one in sites if one.pk == here.site.pk)
    return chosen, sites, everywhere


@screen
@asks_password
def show(request: HttpRequest) -> HttpResponse:
    """The settings of the company or a site; what was changed is stored together, or nothing is."""
    site, sites, everywhere = _place(request)
    typed: dict[str, str] = {}
    faults: dict[str, str] = {}
    if request.method == "POST":
        typed = {key: request.POST.get(f"value:{key}", "") for key in request.POST.getlist("shown") if key in REGISTRY}
        values, faults = _values(typed)
        if not faults:
            changed = preferences.change_many(values, site=site, **by(request))
            said = ngettext("%(n)s setting is changed.", "%(n)s settings are changed.", len(changed))
            return go(request, _page(site), said % {"n": len(changed)} if changed else _("Nothing was changed."))
    rows = _rows(site, sites, typed, faults)
    day = timezone.localdate(desk(request).at)
    context = {
        "groups": _grouped(rows), "site_shown": site, "sites": sites, "everywhere": everywhere, "faults": faults,
        "limits": Role.objects.filter(discount_ppm__gt=0).order_by("-discount_ppm", "name_sv"),
        "most": Role.objects.aggregate(most=Max("discount_ppm"))["most"],
        "rates": sorted(taxes.rates_on((site or desk(request).site).jurisdiction[:2], day).items(),
                        key=lambda one: -one[1][1]),
    }  # fmt: skip
    return render(request, "office/preferences/show.html", context, status=422 if faults else 200)


def _values(typed: dict[str, str]) -> tuple[dict[str, Value], dict[str, str]]:
    """What was typed as values, and what is wrong with those that are none."""
    values, faults = {}, {}
    for key, text in typed.items():
        try:
            values[key] = REGISTRY[key].check(read(REGISTRY[key], text))
        except preferences.BadValue:
            faults[key] = _expected(REGISTRY[key])
        except Refused as refusal:
            faults[key] = str(refusal)
    return values, faults


def _expected(one: Preference) -> str:
    low, high = (written(one, edge, in_words=True) if edge is not None else "" for edge in (one.lowest, one.highest))
    if low and high:
        return _("Between %(low)s and %(high)s.") % {"low": low, "high": high}
    return _("At least %(low)s.") % {"low": low} if low else _("At most %(high)s.") % {"high": high}


def _rows(site: Site | None, sites: Iterable[Site], typed: dict[str, str], faults: dict[str, str]) -> list[Row]:
    """Every setting, with its value here, above and elsewhere. One query."""
    held: dict[tuple[str, Any], Value] = {(one.key, one.site_id): one.value for one in Setting.objects.all()}
    rows = []
    for key, one in sorted(REGISTRY.items()):
        company = held.get((key, None), one.default)
        own = (key, site.pk) in held if site else (key, None) in held
        value = held.get((key, site.pk), company) if site else company
        rows.append(Row(
            one, typed.get(key, written(one, value)), written(one, one.default, in_words=True),
            written(one, company, in_words=True), own,
            [f"{place.code}: {written(one, held[key, place.pk], in_words=True)}"
             for place in sites if (key, place.pk) in held and place != site],
            faults.get(key, ""),
        ))  # fmt: skip
    return rows


def _grouped(rows: list[Row]) -> list[tuple[words.Group, list[Row]]]:
    found = [(group, [row for row in rows if words.group_of(row.key) is group]) for group in words.GROUPS]
    return [one for one in found if one[1]]


@screen
@require_POST
@asks_password
def follow(request: HttpRequest) -> HttpResponse:
    """The site has no value of its own for the setting any more."""
    site, _sites, _everywhere = _place(request)
    place = site or found(Site.objects.all(), "")
    preferences.reset(request.POST.get("key", ""), site=place, **by(request))
    return go(request, _page(place), _("%(site)s follows the company again.") % {"site": place.name})


def _page(site: Site | None) -> str:
    return reverse("preferences:show") + (f"?site={site.code}" if site else "")
