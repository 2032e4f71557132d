"""Names are compared as they sound."""

import pytest

from vaxel.business.parties.folding import name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Carl Svenson", "Svensson, Karl"),
        ("Kristina Lindqvist", "Christina Lindkvist"), ("Eric Jonsson", "Erik Johnson"),
        ("Gustafsson Bil AB", "Gustavsson bil"), ("Sofie Wallin", "Sophie Vallin"),
        ("Adas Åkeri Aktiebolag", "ADAS ÅKERI AB"), ("Elisabeth Björk", "Elisabet Bjork"),
    ],
)  # fmt: skip
def test_names_that_sound_alike_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Anna Ek", "Anna Alm"), ("Bo Öberg", "Bo Berg"), ("Karin Lund", "Kalle Lund")]
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_signs_alone_are_no_name() -> None:
    assert name_key("–") == name_key("AB") == ""
