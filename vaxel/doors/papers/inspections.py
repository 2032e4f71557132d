"""The inspection on paper: what is red first, then what is soon due, then all that was fine."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import pgettext

from vaxel.doors.papers import pieces
from vaxel.doors.papers.blocks import Block, Columns, Fact, Item, Job, Jobs, Paper, Prose
from vaxel.doors.papers.voice import Voice
from vaxel.kernel import numerals

ORDER = ("red", "amber", "green", "not_inspected")


def paper(body: Mapping[str, Any], *, language: str = "sv", locale: str = "") -> Paper:
    """The report's paper in the customer's language; the body is a report's with a document's head."""
    voice = Voice.of(language, "SEK", locale)
    with voice.speaking():
        return Paper(
            language=voice.language, title=pgettext("paper", "Vehicle inspection"), number=str(body["ticket_ref"]),
            seller=pieces.seller(body["seller"], bank=False), page_of=pieces.page_of(),
            facts=tuple(fact for fact in _facts(body, voice) if fact.value), buyer=pieces.buyer(body.get("buyer")),
            car=pieces.car(body.get("vehicle"), voice), blocks=tuple(_blocks(body, voice)),
        )  # fmt: skip


def _facts(body: Mapping[str, Any], voice: Voice) -> list[Fact]:
    return [
        Fact(pgettext("paper", "Inspected"), voice.moment(body.get("done_at") or "")),
        Fact(pgettext("paper", "Ticket"), str(body["ticket_ref"])),
    ]


def result_word(result: str) -> str:
    """What a colour means to a customer."""
    return {
        "red": pgettext("paper", "Should be repaired now"), "amber": pgettext("paper", "Should be repaired soon"),
        "green": pgettext("paper", "Fine"), "not_inspected": pgettext("paper", "Not inspected"),
    }[result]  # fmt: skip


def _blocks(body: Mapping[str, Any], voice: Voice) -> Iterator[Block]:
    at = "sv" if voice.language == "sv" else "en"
    found = [item for group in body["groups"] for item in group["items"]]
    words = Columns(
        text=pgettext("paper", "Inspected item"), number="", quantity=pgettext("paper", "Measured"), amount=""
    )
    jobs = []
    for result in ORDER:
        items = tuple(_item(one, at, voice) for one in found if one["result"] == result)
        if items:
            jobs.append(Job(items, f"{result_word(result)} ({len(items)})"))
    yield Jobs(words, tuple(jobs))
    if any(one["result"] == "red" and one["safety"] for one in found):
        yield Prose((pgettext("paper", "What is red concerns the safety of the car. Do not wait with it."),))


def _item(one: Mapping[str, Any], at: str, voice: Voice) -> Item:
    name = one[f"name_{at}"] or one["name_sv"]
    text = f"{name}: {one['note']}" if one["note"] else name
    return Item(text, "", "\n".join(measured(one, at, voice.locale)[:1]))


def measured(one: Mapping[str, Any], at: str, locale: str) -> list[str]:
    """What was measured, the least first: 1,5 mm vänster fram inre."""
    rows = sorted(one["measures"], key=lambda row: row["milli"])
    return [
        f"{numerals.write(row['milli'], 3, locale, at_least=0)}\u00a0{row['unit']} {row[at] or row['sv']}"
        for row in rows
    ]
