"""What holds for any text: a VIN is read or refused with a sentence, never guessed; plates find their way back."""

import contextlib
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from vaxel.business.vehicles import plates, vin
from vaxel.business.vehicles.plates import BadPlate
from vaxel.business.vehicles.vin import BadVin

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


@given(st.text(max_size=40) | st.text(LETTERS + "IOQ*- ", min_size=15, max_size=20))
def test_any_text_is_a_vin_or_refused(text: str) -> None:
    with contextlib.suppress(BadVin):
        found = vin.read(text).vin
        assert len(found) == 17
        assert not set(found) - set(LETTERS)
        assert vin.read(found).vin == found


@settings(max_examples=200, deadline=None)
@given(st.text(LETTERS, min_size=17, max_size=17), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_any_vin_is_decoded_without_a_year_from_the_future(number: str, today: date) -> None:
    decoded = vin.decode(number, today)
    assert all(1980 <= year <= today.year + 1 for year in decoded.year_candidates)
    assert decoded.model_year is None or decoded.model_year in decoded.year_candidates
    assert isinstance(decoded.as_json(), dict)


@given(st.text(max_size=12))
def test_a_plate_that_was_read_is_read_the_same_again(text: str) -> None:
    with contextlib.suppress(BadPlate):
        plain = plates.read(text).text
        assert plates.read(plates.printed(plain)).text == plain
        assert plain not in plates.twins(plain)
