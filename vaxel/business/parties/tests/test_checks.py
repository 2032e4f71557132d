"""The checks of sites, people and parties find what should never be."""

from collections.abc import Callable

import pytest

from vaxel.business.locations.models import Assignment, Company, Register, Setting, Site, Staff
from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.business.parties.models import Consent, Party
from vaxel.kernel import checks

NAMES = [name for name in checks.REGISTRY if name.split(".")[0] in ("locations", "parties")]


@pytest.fixture
def cast(db: None) -> Shop:
    return shop()


def test_a_sound_shop_has_nothing_to_say(cast: Shop) -> None:
    assert {name: checks.run(name) for name in NAMES} == {name: [] for name in NAMES}
    assert len(NAMES) == 9


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("locations.company", lambda: Company.objects.create(name="En till")),
        ("locations.fiscal", lambda: Site.objects.update(fiscal_reason="")),
        ("locations.fiscal", lambda: Site.objects.filter(code="GBG").update(fiscal_profile="SE_DECLARED")),
        ("locations.settings", lambda: Setting.objects.create(key="quotes.valid_days", value=0)),
        ("locations.owner", lambda: Assignment.objects.filter(role__key="owner").delete()),
        ("locations.secrets", lambda: Staff.objects.filter(name="Sam Berg").update(pin_hash="3003")),
        ("locations.registers", lambda: Register.objects.filter(site__code="GBG").update(name="Kassa 1")),
        ("parties.search", lambda: Party.objects.filter(name="Bo Öberg").update(name="Bo Ek")),
        ("parties.walk_in", lambda: Party.objects.filter(is_walk_in=True).update(terms_days=30)),
        (
            "parties.walk_in",
            lambda: Consent.objects.create(
                party=Party.objects.get(is_walk_in=True), channel="sms", purpose="offer", given=True, source="x", at=AT
            ),
        ),
    ],
)
def test_what_was_spoiled_is_found(cast: Shop, name: str, spoil: Callable[[], object]) -> None:
    spoil()
    assert checks.run(name) != []
