"""What holds for any text: comparing is stable, slips of one letter are seen both ways, the search never breaks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaxel.business.catalog import barcodes, numbers, rules, search
from vaxel.business.catalog.tests.cast import pads

WORDS = st.text("abcdeå", min_size=1, max_size=9)


@given(st.text())
def test_what_was_normalised_stays_as_it_is(text: str) -> None:
    norm = numbers.norm(text)
    assert numbers.norm(norm) == norm == numbers.norm(f" -{text}_ ")
    assert numbers.loose(norm) == numbers.loose(text)
    words = numbers.words(text)
    assert numbers.words(" ".join(words)) == words


@given(st.text("0123456789", min_size=12, max_size=12))
def test_a_gtin_is_the_same_whatever_its_length(digits: str) -> None:
    ean = digits + barcodes.check_digit(digits)
    assert barcodes.is_gtin(ean)
    assert barcodes.code_norm(ean) == barcodes.code_norm("0" + ean)
    wrong = digits + str((int(ean[-1]) + 1) % 10)
    assert len(barcodes.read(wrong).warnings) == 1


@given(WORDS, st.data())
def test_a_word_with_one_error_is_one_error_apart_and_shares_a_form(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcz"))
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    slips = [word[:place] + word[place + 1 :], word[:place] + letter + word[place:],
             word[:place] + letter + word[place + 1 :], swapped]  # fmt: skip
    for slip in slips:
        assert rules.one_error_apart(word, slip)
        assert rules.one_error_apart(slip, word)
        assert set(rules.forms(word)) & set(rules.forms(slip))


@given(WORDS, WORDS)
def test_one_error_apart_reads_the_same_both_ways(one: str, other: str) -> None:
    assert rules.one_error_apart(one, other) == rules.one_error_apart(other, one)
    if abs(len(one) - len(other)) > 1:
        assert not rules.one_error_apart(one, other)


@pytest.mark.django_db
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40) | st.text("0123456789-*. broms%_", max_size=20))
def test_no_text_breaks_the_search(text: str) -> None:
    if not search.parts("0986494104"):
        pads(barcodes=["4006633374668"])
    hits = search.parts(text)
    assert len({hit.part_id for hit in hits}) == len(hits)
    assert all(hit.quantity_milli >= 0 for hit in hits)
