"""Settings: the site's own value, else the company's, else what was declared."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from vaxel.business.locations import preferences
from vaxel.business.locations.models import Setting
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.kernel.models import History
from vaxel.kernel.refusals import Forbidden, NotFound


@pytest.fixture
def cast(db: None) -> Shop:
    return shop()


def test_the_nearest_value_counts(cast: Shop) -> None:
    key, here, there = "quotes.valid_days", cast.workshop.pk, cast.tyres.pk
    assert preferences.value(key, here) == 30
    preferences.change(key, value=14, by=cast.mo, at=AT)
    preferences.change(key, value=7, site=cast.workshop, by=cast.mo, at=AT)
    assert [preferences.value(key, site_id) for site_id in (here, there, None)] == [7, 14, 14]
    preferences.reset(key, site=cast.workshop, by=cast.mo, at=AT)
    assert preferences.value(key, here) == 14
    assert [line.note for line in History.objects.filter(action__startswith="settings.").order_by("id")] == [
        {"key": key, "site": "*", "before": 30, "after": 14},
        {"key": key, "site": "STH", "before": 14, "after": 7},
        {"key": key, "site": "STH", "before": 7, "after": 14},
    ]


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("quotes.valid_days", 0),
        ("quotes.valid_days", 366),
        ("quotes.valid_days", "14"),
        ("quotes.valid_days", True),
        ("documents.language", "tlh"),
    ],
)
def test_what_does_not_fit_is_refused_and_says_what_does(cast: Shop, key: str, wrong: Any) -> None:
    with pytest.raises(preferences.BadValue, match="1–365" if key == "quotes.valid_days" else "sv, en"):
        preferences.change(key, value=wrong, by=cast.mo, at=AT)
    assert not Setting.objects.exists()


def test_a_setting_nobody_declared_does_not_exist(cast: Shop) -> None:
    with pytest.raises(NotFound):
        preferences.value("moon.phase")
    with pytest.raises(NotFound):
        preferences.change("moon.phase", value=1, by=cast.mo, at=AT)
    with pytest.raises(ValueError, match="two settings"):
        preferences.declare(preferences.REGISTRY["quotes.valid_days"])
    assert not Setting.objects.exists()


def test_the_company_s_settings_are_not_a_site_s_to_change(cast: Shop) -> None:
    with pytest.raises(Forbidden):
        preferences.change("quotes.valid_days", value=7, by=cast.kim, at=AT)
    assert preferences.value("quotes.valid_days") == 30


def test_the_database_holds_a_company_value_once(cast: Shop) -> None:
    preferences.change("quotes.valid_days", value=14, by=cast.mo, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Setting.objects.create(site=None, key="quotes.valid_days", value=3)
    assert preferences.value("quotes.valid_days") == 14


def test_several_settings_cost_one_query(cast: Shop, django_assert_num_queries: "object") -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = preferences.values(["quotes.valid_days", "links.valid_days"], cast.workshop.pk)
    assert found == {"quotes.valid_days": 30, "links.valid_days": 30}
