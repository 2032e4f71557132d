"""Fragments are taken literally, and short ones alone are a mistake of the caller."""

import pytest

from vaxel.kernel.db import trigram
from vaxel.kernel.db.trigram import Fragments


def test_wildcards_in_a_fragment_are_letters() -> None:
    assert trigram.like("50%_\\") == "%50\\%\\_\\\\%"
    assert trigram._quoted('a"b') == '"a""b"'


def test_fragments_need_three_characters() -> None:
    with pytest.raises(ValueError, match="three characters"):
        trigram.holding(Fragments("t", "text", "t.id"), [["ab"], ["abc", "de"]], most=1)
