"""Quotes on paper: offert, or kostnadsförslag when a price is rough, from a frozen body (S-87, S-88)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import pgettext

from vaxel.doors.papers import pieces
from vaxel.doors.papers.blocks import Blank, Block, Fact, Item, Job, Jobs, Paper, Prose, Sum, Totals
from vaxel.doors.papers.content import Tax
from vaxel.doors.papers.voice import Voice


def paper(body: Mapping[str, Any], *, language: str = "", locale: str = "") -> Paper:
    """The quote version's paper, as it was frozen; README.md says what the body holds."""
    voice = Voice.of(language or body.get("language") or "sv", body["currency"], locale)
    with voice.speaking():
        return Paper(
            language=voice.language,
            title=_title(body),
            number=f"{body['number']}-{body['n']}" if body.get("n", 1) > 1 else str(body["number"]),
            seller=pieces.seller(body["seller"]),
            page_of=pieces.page_of(),
            facts=tuple(fact for fact in _facts(body, voice) if fact.value),
            buyer=pieces.buyer(body.get("buyer")),
            car=pieces.car(body.get("vehicle"), voice),
            blocks=tuple(_blocks(body, voice)),
        )


def _title(body: Mapping[str, Any]) -> str:
    return pgettext("paper", "Estimate") if body["title"] == "estimate" else pgettext("paper", "Quote")


def _facts(body: Mapping[str, Any], voice: Voice) -> list[Fact]:
    buyer = body.get("buyer") or {}
    return [
        Fact(pgettext("paper", "Date"), voice.day(body.get("day") or "")),
        Fact(pgettext("paper", "Valid until"), voice.day(body.get("valid_until") or "")),
        Fact(pgettext("paper", "Ticket"), str(body.get("ticket_ref") or "")),
        Fact(pgettext("paper", "Your reference"), buyer.get("reference") or ""),
    ]


def _blocks(body: Mapping[str, Any], voice: Voice) -> list[Block]:
    taxes = [Tax(one["category"], one["ppm"], one["net_minor"], one["tax_minor"]) for one in body["taxes"]]
    blocks: list[Block] = []
    if body.get("concern"):
        blocks.append(Prose((body["concern"],), pgettext("paper", "What the customer noticed")))
    blocks += [
        Jobs(
            pieces.columns(basis=body["basis"]),
            tuple(_job(job, voice, alternative_of(job, body["jobs"])) for job in body["jobs"]),
        ),
        Totals(tuple(_sums(body, voice)), pieces.tax_grid(taxes, voice)),
        *_kinds(body, voice),
        *_choices(body),
        *pieces.texts(body, pieces.tax_notes(taxes)),
        Blank((pgettext("paper", "Place and date"), pgettext("paper", "Approved by (signature and name)"))),
    ]
    return blocks


def alternative_of(job: Mapping[str, Any], jobs: Sequence[Mapping[str, Any]]) -> str:
    """Which of how many alternatives an option is, and whether we recommend it (S-49); that an extra is optional."""
    if job.get("adds_to"):
        return pgettext("paper", "optional extra")
    group = job.get("option_group")
    if not group:
        return ""
    same = [one["id"] for one in jobs if one.get("option_group") == group]
    words = pgettext("paper", "alternative %(n)s of %(of)s") % {"n": same.index(job["id"]) + 1, "of": len(same)}
    return f"{words}, {pgettext('paper', 'recommended')}" if job.get("recommended") else words


def _choices(body: Mapping[str, Any]) -> list[Block]:
    """What the sum counts where the customer is to choose."""
    if not any(job.get("option_group") for job in body["jobs"]):
        return []
    return [Prose((
        pgettext("paper", "Choose one of the alternatives. The sum counts the one we recommend; the others cost what"
                 " stands beside them."),
    ))]  # fmt: skip


def _job(job: Mapping[str, Any], voice: Voice, alternative: str = "") -> Job:
    """A job with its sum. The lines of a fixed price are listed without prices (S-45)."""
    is_fixed = job.get("pricing") == "fixed"
    amount = sum(line["amount_minor"] for line in job["lines"])
    return Job(
        items=tuple(_item(line, voice, priced=not is_fixed) for line in job["lines"]),
        title=job.get("title") or "",
        note=", ".join(word for word in (alternative, price_kind(job.get("price_kind") or "")) if word),
        text=job.get("concern") or "",
        amount=voice.amount(amount) if job.get("title") else "",
    )


def _item(line: Mapping[str, Any], voice: Voice, *, priced: bool) -> Item:
    if line["kind"] == "note":
        return Item(line["text"])
    quantity = voice.quantity(line["quantity_milli"], line["unit"])
    if not priced:
        return Item(line["text"], line["number"], quantity)
    off = line.get("discount_minor") or 0
    return Item(
        text=line["text"],
        number=line["number"],
        quantity=quantity,
        unit_price=voice.unit_price(line["unit_price_cm"]),
        discount=voice.amount(-off) if off else "",
        amount=voice.amount(line["amount_minor"]),
    )


def _sums(body: Mapping[str, Any], voice: Voice) -> list[Sum]:
    return [
        Sum(pgettext("paper", "Total excl. VAT"), voice.amount(body["net_minor"])),
        Sum(pgettext("paper", "VAT"), voice.amount(body["tax_minor"])),
        Sum(pgettext("paper", "Total incl. VAT"), voice.money(body["gross_minor"]), strong=True),
    ]


def price_kind(kind: str) -> str:
    """What a price promises, in words beside the job (S-88)."""
    words = {
        "fixed": pgettext("paper", "fixed price"),
        "rough": pgettext("paper", "approximate price"),
        "max": pgettext("paper", "maximum price"),
        "running": pgettext("paper", "by time and material"),
    }
    return words.get(kind, kind)


def _kinds(body: Mapping[str, Any], voice: Voice) -> list[Block]:
    """What an approximate price may become, said where one is given (R-50)."""
    if not any(job.get("price_kind") == "rough" for job in body["jobs"]):
        return []
    return [Prose((
        pgettext(
            "paper", "An approximate price may be exceeded by 15 percent at most, unless another limit is agreed."
        ),
    ))]  # fmt: skip
