"""The shop, open for machines."""

import pytest

from vaxel.doors.api import door
from vaxel.doors.api.tests.cast import ApiShop, open_shop


@pytest.fixture
def mos(db: None) -> ApiShop:
    """Mo's shop with tokens; nobody has tried wrong ones yet."""
    door.failed.forget()
    return open_shop()
