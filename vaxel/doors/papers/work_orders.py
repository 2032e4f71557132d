"""The work order on paper: what is to be done on which car, without prices, with room to write on."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext

from vaxel.doors.papers import pieces
from vaxel.doors.papers.blocks import Blank, Block, Columns, Fact, Item, Job, Jobs, Paper, Prose
from vaxel.doors.papers.voice import Voice


def paper(body: Mapping[str, Any], *, language: str = "sv", locale: str = "") -> Paper:
    """The work order's paper in the shop's language; README.md says what the body holds."""
    voice = Voice.of(language, body.get("currency") or "SEK", locale)
    with voice.speaking():
        return Paper(
            language=voice.language,
            title=pgettext("paper", "Work order"),
            number=str(body.get("number") or ""),
            seller=pieces.seller(body["seller"], bank=False),
            page_of=pieces.page_of(),
            facts=tuple(fact for fact in _facts(body, voice) if fact.value),
            buyer=pieces.buyer(body.get("buyer")),
            car=pieces.car(body.get("vehicle"), voice),
            blocks=tuple(_blocks(body, voice)),
        )


def _facts(body: Mapping[str, Any], voice: Voice) -> list[Fact]:
    return [
        Fact(pgettext("paper", "Received"), voice.moment(body.get("received_at") or "")),
        Fact(pgettext("paper", "Promised"), voice.moment(body.get("promise_at") or "")),
        Fact(pgettext("paper", "Ticket"), str(body.get("ticket_ref") or "")),
        Fact(pgettext("paper", "Advisor"), body.get("advisor") or ""),
        Fact(pgettext("paper", "Phone"), (body.get("buyer") or {}).get("phone") or ""),
    ]


def _blocks(body: Mapping[str, Any], voice: Voice) -> list[Block]:
    blocks: list[Block] = []
    if body.get("concern"):
        blocks.append(Prose((body["concern"],), pgettext("paper", "What the customer noticed")))
    words = Columns(
        text=pgettext("paper", "To do"),
        number=pgettext("paper", "Number"),
        quantity=pgettext("paper", "Quantity"),
        amount=pgettext("paper", "Done"),
    )
    blocks.append(Jobs(words, tuple(_job(job, voice) for job in body["jobs"])))
    blocks += [
        Blank((pgettext("paper", "Findings and measurements"),), lines=5),
        Blank((
            pgettext("paper", "Odometer out"), pgettext("paper", "Technician"), pgettext("paper", "Date and signature"),
        )),
    ]  # fmt: skip
    return blocks


def _job(job: Mapping[str, Any], voice: Voice) -> Job:
    items = tuple(
        Item(line["text"])
        if line["kind"] == "note"
        else Item(line["text"], line["number"], voice.quantity(line["quantity_milli"], line["unit"]), amount="_____")
        for line in job["lines"]
    )
    return Job(
        items, job.get("title") or "", "", "\n".join(text for text in (job.get("concern"), job.get("note")) if text)
    )
