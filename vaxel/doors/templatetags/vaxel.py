"""What every template may say: amounts, quantities, plates, moments, names and states, in the reader's language."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import ngettext as count_of

from vaxel.doors import wording
from vaxel.kernel import clock, money, numerals, quantity
from vaxel.kernel.ids import new_id

register = template.Library()


def number_locale() -> str:
    """The format table's locale for the active language: English in a Swedish shop has Swedish numbers (R-85)."""
    return "sv_SE" if language() == "sv" else "en_SE"


def language() -> str:
    """sv or en."""
    return (get_language() or "sv")[:2]


@register.simple_tag(takes_context=True)
def live_since(context: template.Context) -> int:
    """What the page knows of, for `<live-topic since>`: the latest change when its request came (see kernel.live)."""
    return int(context["request"].live_since)


@register.filter(name="money")
def money_(minor: int | None, currency: str = "SEK") -> str:
    """`123450|money:"SEK"` → 1 234,50 kr. Nothing for None."""
    return "" if not isinstance(minor, int) else money.format_money(minor, currency, number_locale())


@register.filter
def amount(minor: int | None, currency: str = "SEK") -> str:
    """The amount without its unit, for columns of amounts and for fields."""
    return "" if not isinstance(minor, int) else money.format_number(minor, currency, number_locale())


@register.filter
def amount_short(minor: int | None, currency: str = "SEK") -> str:
    """The amount without decimals that are zero: 500, 2 362, 99,90. For notes and round sums."""
    text = amount(minor, currency)
    return text[:-3] if text.endswith((",00", ".00")) else text


@register.filter
def amount_whole(minor: int | None, currency: str = "SEK") -> str:
    """The amount to the nearest whole unit, for a glance: 12 345 kr."""
    if not isinstance(minor, int):
        return ""
    one = 10 ** money.exponent(currency)
    return re.sub(r"[.,]0+(?=\D*$)", "", money_(money.rdiv(minor, one) * one, currency))


@register.simple_tag
def chart_value(value: int, kind: str, currency: str) -> str:
    """A value beside a chart's line, short: 12 000, 7,5, 40 %."""
    if kind == "money":
        return amount_short(value, currency)
    if kind == "hours":
        return hours(value)
    return percent_short(value) if kind == "rate" else number(value)


@register.filter
def unit_price(unit_price_cm: int | None, currency: str = "SEK") -> str:
    """Hundredths of a minor unit as a price without its unit."""
    return (
        "" if not isinstance(unit_price_cm, int) else money.format_unit_price(unit_price_cm, currency, number_locale())
    )


@register.filter(name="quantity")
def quantity_(milli: int | None, unit: str = "") -> str:
    """`1500|quantity:"h"` → 1,5 tim; without a unit the number alone."""
    if not isinstance(milli, int):
        return ""
    number = quantity.format_quantity(milli, number_locale())
    return f"{number}\u00a0{quantity.unit_name(unit, language())}" if unit else number


@register.filter(name="unit")
def unit_(code: str) -> str:
    """The unit's short name."""
    return quantity.unit_name(code, language())


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as hours with one decimal, as a board says them: 1,5."""
    if not isinstance(minutes, int):
        return ""
    return numerals.write(money.rdiv(minutes, 6), 1, number_locale(), at_least=0)


@register.filter
def hours_exact(minutes: int | None) -> str:
    """Minutes as hours with as many decimals as it takes, for a field: 0,25."""
    return (
        "" if not isinstance(minutes, int) else quantity.format_quantity(quantity.hours_milli(minutes), number_locale())
    )


@register.filter
def get(table: Mapping[Any, Any], key: Any) -> Any:
    """What the table holds under the key, if anything."""
    return table.get(key)


@register.filter
def clock_time(when: datetime | None) -> str:
    """The time alone, on the site's wall clock: 09:30."""
    return timezone.localtime(when).strftime("%H:%M") if when else ""


@register.filter
def first_name(name: str) -> str:
    """The first word of a name, where there is room for one."""
    return name.split(" ", 1)[0]


@register.filter
def percent(ppm: int | None) -> str:
    """Parts per million as a percentage: 125000 → 12,5 %."""
    return "" if not isinstance(ppm, int) else numerals.write(ppm, 4, number_locale(), at_least=0) + "\u00a0%"


@register.filter
def percent_short(ppm: int | None) -> str:
    """The percentage in whole percents, for a glance: 41 %."""
    return "" if not isinstance(ppm, int) else numerals.write(money.rdiv(ppm, 10_000), 0, number_locale()) + "\u00a0%"


@register.filter
def percent_change(ppm: int) -> str:
    """How much more or less, for a glance: +12 %, −0.4 %, ±0 %; what is tenfold and more as +999 %."""
    size = abs(ppm)
    if size < 500:
        return "±0\u00a0%"
    number = numerals.write(money.rdiv(size, 1_000), 1, number_locale()) if size < 9_500 else ""
    short = f"{number}\u00a0%" if number else percent_short(min(size, 9_990_000))
    return ("+" if ppm > 0 else "−") + short


@register.filter
def for_control(when: datetime | None) -> str:
    """The moment as a date-and-time control wants it, on the site's wall clock."""
    return timezone.localtime(when).strftime("%Y-%m-%dT%H:%M") if when else ""


@register.filter
def distance(km: int | None) -> str:
    """An odometer's reading: 182 400 km."""
    return "" if not isinstance(km, int) else numerals.write(km, 0, number_locale()) + "\u00a0km"


@register.filter
def subtract(minor: int, less: int) -> int:
    """The first less the second."""
    return minor - less


@register.filter
def number(value: int | None) -> str:
    """A whole number with groups."""
    return "" if not isinstance(value, int) else numerals.write(value, 0, number_locale())


@register.filter
def plate_text(text: str) -> str:
    """A plate as it is read aloud: ABC 123 (R-88)."""
    return f"{text[:3]}\u00a0{text[3:]}" if len(text) == 6 and text[:3].isalpha() else text


@register.filter
def plate(text: str | None) -> str | SafeString:
    """The plate as a mark on the screen; nothing when there is none."""
    return format_html('<span class="plate">{}</span>', plate_text(text)) if text else ""


@register.filter
def day(when: date | datetime | None) -> str:
    """The day in the site's calendar: 2026-11-23."""
    if when is None:
        return ""
    return (timezone.localtime(when) if isinstance(when, datetime) else when).strftime("%Y-%m-%d")


@register.filter
def long_day(when: datetime | None) -> str:
    """The day in words: måndag 23 november 2026."""
    if when is None:
        return ""
    return date_format(timezone.localtime(when), "l j F Y")


@register.filter
def moment(when: datetime | None) -> str | SafeString:
    """The moment on the site's wall clock: the time alone when it is today, else day and time."""
    if when is None:
        return ""
    local = timezone.localtime(when)
    full = local.strftime("%Y-%m-%d %H:%M")
    away = (local.date() - timezone.localtime(clock.now()).date()).days
    near = {0: "", -1: gettext("yesterday") + " ", 1: gettext("tomorrow") + " "}
    shown = near[away] + local.strftime("%H:%M") if away in near else full
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(timespec="minutes"), full, shown)


@register.filter
def ago(when: datetime | None) -> str:
    """How long since, in one unit: 5 min, 3 h, 2 days."""
    if when is None:
        return ""
    since = max(clock.now() - when, timedelta())
    minutes = int(since.total_seconds() // 60)
    if minutes < 60:
        return gettext("%(n)s min") % {"n": minutes}
    if minutes < 24 * 60:
        return gettext("%(n)s h") % {"n": minutes // 60}
    return count_of("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}


@register.filter
def named(thing: Any, field: str = "name") -> str:
    """The thing's `name_sv` or `name_en`, whichever the reader wants, else the other one."""
    if thing is None:
        return ""
    wanted, other = ("sv", "en") if language() == "sv" else ("en", "sv")
    names = (f"{field}_{wanted}", f"{field}_{other}")
    held = (thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, "") for name in names)
    return str(next((one for one in held if one), ""))


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """An icon beside a word; hidden from those who listen. Drawn once: a page has dozens of them."""
    where = static("vendor/icons.svg")
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>', css, where, name)


@register.simple_tag
def chip(kind: str, state: str) -> SafeString:
    """A state as icon and word: `{% chip "decision" job.decision %}`."""
    word = wording.word(kind, state)
    return format_html('<span class="chip {}">{}{}</span>', word.colour, icon(word.icon), word.text)


@register.simple_tag
def chip_icon(kind: str, state: str) -> SafeString:
    """The state's icon alone, for a button that says the word itself."""
    return icon(wording.word(kind, state).icon)


@register.simple_tag
def word(kind: str, state: str) -> str:
    """The state's word alone."""
    return str(wording.word(kind, state).text)


@register.simple_tag
def once_key() -> SafeString:
    """A hidden field with a fresh key: the form's wish is done at most once, however often it is sent (F-1)."""
    return format_html('<input type="hidden" name="once" value="{}">', new_id())


@register.simple_tag
def fresh_id() -> str:
    """A new id for a thing that is born in this form (S-4)."""
    return str(new_id())


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: Any) -> str:
    """This page's address with some of its questions changed; empty ones are left out, and paging starts anew."""
    query: QueryDict = context["request"].GET.copy()
    query.pop("after", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in ("", None):
            query[key] = str(value)
    return "?" + query.urlencode()
