"""The cast stands as the other packages expect it."""

import pytest

from vaxel.business.locations.tests.cast import shop


@pytest.mark.django_db
def test_the_cast_has_the_roles_it_is_known_for() -> None:
    cast = shop()
    here, there = cast.workshop.pk, cast.tyres.pk
    assert cast.mo.may("sites.open", None)
    assert cast.sam.may("sales.ring_up", here)
    assert not cast.sam.may("sales.ring_up", there)
    assert not cast.tess.may("sales.ring_up", here)
    assert (cast.sam.site_id, cast.sam.register_id, cast.walk_in.is_walk_in) == (here, cast.k1.pk, True)
    assert cast.ada.phone_digits == "4681234567"
