"""Documentation is generated or checked: the list of actions is current, and what pages link to exists."""

import re
from pathlib import Path

import pytest

from vaxel.doors.console.actions import command

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "vaxel").rglob("README.md"),
         *(ROOT / "tests").rglob("README.md")]  # fmt: skip


def test_the_list_of_actions_is_current() -> None:
    text = (ROOT / "docs" / "actions.md").read_text()
    assert text == command.page(command.every()), "run: bin/vaxel actions > docs/actions.md"


def test_every_rung_with_actions_is_in_the_list() -> None:
    rungs = {one.function.__module__.split(".")[2] for one in command.every()}
    assert rungs <= set(command.LADDER)


def test_every_action_says_what_is_true_afterwards_and_somebody_may_do_it() -> None:
    for one in command.every():
        assert (one.function.__doc__ or "").strip(), one.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_to_exists(page: Path) -> None:
    missing = [
        target
        for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)[^)]*\)", page.read_text())
        if not target.startswith(("http", "mailto:")) and not (page.parent / target).exists()
    ]
    assert missing == []


def test_the_tour_names_functions_that_are_there() -> None:
    tour = (ROOT / "docs" / "tour.md").read_text()
    named = re.findall(r"\[`(?:[a-z_]+\.)?([a-z_]+)\(?\)?`\]\(([^)]+\.py)\)", tour)
    assert len(named) > 10
    for verb, target in named:
        source = (ROOT / "docs" / target).read_text()
        assert re.search(rf"^(def|class) {verb}\b|^    def {verb}\b", source, re.MULTILINE), (
            f"{verb} is not in {target}"
        )
