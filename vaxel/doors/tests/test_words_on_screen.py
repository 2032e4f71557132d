"""What templates write: amounts, quantities, plates, moments, names and states."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from vaxel.doors import icons, wording
from vaxel.kernel import clock

AT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)


def written(source: str, language: str = "sv", **context: object) -> str:
    with translation.override(language), timezone.override("Europe/Stockholm"), clock.fixed(AT):
        return Template("{% load vaxel %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "sv", "en"),
    [
        ("{{ it|money:'SEK' }}", 1234550, "12\u00a0345,50\u00a0kr", "12\u00a0345,50\u00a0kr"),
        ("{{ it|amount:'SEK' }}", -5, "-0,05", "-0,05"),
        ("{{ it|money:'SEK' }}", None, "", ""),
        ("{{ it|quantity:'h' }}", 1500, "1,5\u00a0tim", "1,5\u00a0h"),
        ("{{ it|quantity:'pcs' }}", 4000, "4\u00a0st", "4\u00a0pcs"),
        ("{{ it|unit_price:'SEK' }}", 1234567, "123,4567", "123,4567"),
        ("{{ it|percent }}", 125000, "12,5\u00a0%", "12,5\u00a0%"),
        ("{{ it|distance }}", 182400, "182\u00a0400\u00a0km", "182\u00a0400\u00a0km"),
        ("{{ it|plate_text }}", "ABC123", "ABC\u00a0123", "ABC\u00a0123"),
        ("{{ it|plate_text }}", "MYCAR", "MYCAR", "MYCAR"),
        ("{{ it|named }}", SimpleNamespace(name_sv="Oljefilter", name_en=""), "Oljefilter", "Oljefilter"),
        ("{{ it|named:'title' }}", SimpleNamespace(title_sv="Byte", title_en="Change"), "Byte", "Change"),
        ("{{ it|day }}", datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "2026-11-24", "2026-11-24"),
    ],
)
def test_values_are_written_as_the_shop_writes_them(source: str, value: object, sv: str, en: str) -> None:
    assert written(source, "sv", it=value) == sv
    assert written(source, "en", it=value) == en


def test_a_moment_of_today_is_a_time_and_an_older_one_a_day_and_a_time() -> None:
    assert written("{{ it|moment }}", it=AT) == (
        '<time datetime="2026-11-23T14:05+01:00" title="2026-11-23 14:05">14:05</time>'
    )
    assert ">2026-11-03 14:05<" in written("{{ it|moment }}", it=AT.replace(day=3))


def test_every_state_has_an_icon_that_is_in_the_sprite() -> None:
    used = {word.icon for words in wording.KINDS.values() for word in words.values()}
    assert used - set(icons.NAMES) == set()


def test_a_state_is_never_shown_by_colour_alone() -> None:
    shown = written("{% chip 'decision' 'approved' %}", "en")
    assert shown.startswith('<span class="chip green"><svg class="icon')
    assert shown.endswith('icons.svg#circle-check"></use></svg>Approved</span>')


def test_an_address_keeps_its_other_questions_and_begins_at_the_first_page() -> None:
    request = RequestFactory().get("/tickets?q=brake&state=open&after=xyz")
    assert written("{% address state='ready' %}", request=request) == "?q=brake&amp;state=ready"
    assert written("{% address state='' %}", request=request) == "?q=brake"
