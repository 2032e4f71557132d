"""The components' page shows everything in both languages and both themes, and no id twice."""

import re
from collections import Counter

import pytest

from vaxel.business.locations.tests.cast import shop
from vaxel.doors import icons
from vaxel.doors.office.tests.cast import Desk

pytestmark = pytest.mark.django_db


def test_every_component_stands_there_four_times() -> None:
    shop()
    text = Desk("mo").get("/design").text
    for look in ("sv-light", "sv-dark", "en-light", "en-dark"):
        assert f'aria-label="{look}"' in text
    assert text.count('data-theme="dark" lang=') == 2
    for said in ("Att betala", "To pay", "Inget här än", "Nothing here yet", "Bromsbelägg fram", "Brake pads, front"):
        assert text.count(said) >= 2, said
    for name in icons.NAMES:
        assert text.count(f'icons.svg#{name}"') >= 4, name


def test_no_id_stands_twice() -> None:
    shop()
    found = Counter(re.findall(r'\sid="([^"]+)"', Desk("mo").get("/design").text))
    assert [one for one, n in found.items() if n > 1] == []


def test_one_look_alone() -> None:
    shop()
    text = Desk("mo").get("/design", look="sv-dark").text
    assert 'aria-label="sv-dark"' in text
    assert 'aria-label="en-light"' not in text
