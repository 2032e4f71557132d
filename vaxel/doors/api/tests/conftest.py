"""The shop, open for machines."""

import pytest

from vaxel.doors.api.tests.cast import ApiShop, open_shop


@pytest.fixture
def mos(db: None) -> ApiShop:
    """Mo's shop with tokens."""
    return open_shop()
