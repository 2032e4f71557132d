"""Every action and right has words, once, and a role's patterns survive being shown and stored again."""

import importlib
import pkgutil

import pytest
from django.utils import translation

import vaxel.business
from vaxel.business.locations.roles_ready import READS, READY, RIGHTS
from vaxel.doors import deeds
from vaxel.kernel.actions import REGISTRY
from vaxel.kernel.actors import covers

for _module in pkgutil.walk_packages(vaxel.business.__path__, "vaxel.business."):
    if not {"tests", "migrations"} & set(_module.name.split(".")):
        importlib.import_module(_module.name)
ACTIONS = {name for name in REGISTRY if not name.startswith("sample.")}


def test_every_action_and_right_is_said_in_words_and_nothing_else_is() -> None:
    assert ACTIONS | set(RIGHTS) | set(READS) == set(deeds.WORDS)


def test_no_two_are_said_alike_and_none_twice() -> None:
    texts = [str(text) for text in deeds.WORDS.values()]
    assert len(texts) == len(set(texts))
    said = sum(len(area.deeds) for area in deeds.AREAS) + len(deeds.UNSAID)
    assert said == len(deeds.WORDS)


def test_what_is_dangerous_can_be_given() -> None:
    given = {key for area in deeds.AREAS for key in area.deeds}
    assert given >= deeds.DANGEROUS


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.key)
def test_a_copy_may_do_what_its_original_may(ready: object) -> None:
    held = ready.actions  # type: ignore[attr-defined]
    copy = frozenset(deeds.patterns(deeds.chosen(held), held))
    for action in deeds.WORDS:
        if action not in deeds.UNSAID:
            assert covers(copy, action) == covers(frozenset(held), action), action


def test_a_noun_of_which_one_deed_is_missing_is_stored_deed_by_deed() -> None:
    chosen = deeds.chosen(("drawers.*",)) - {"drawers.close"}
    assert deeds.patterns(chosen) == [
        "drawers.look", "drawers.move_cash", "drawers.open", "drawers.open_without_sale",
    ]  # fmt: skip
    assert deeds.patterns({*chosen, "drawers.close"}) == ["drawers.*"]


def test_patterns_of_what_is_not_known_yet_are_kept() -> None:
    assert deeds.patterns({"staff.hire"}, ("sagas.*", "staff.*")) == ["sagas.*", "staff.hire"]


def test_a_pattern_is_said_as_what_it_covers() -> None:
    with translation.override("sv"):
        assert deeds.word("*") == "Allt"
        assert deeds.word("drawers.close") == "Räkna kassan och stänga dagen"
        assert "Räkna kassan" in deeds.word("drawers.*")
    assert deeds.word("nobody.knows_it") == "nobody knows it"
