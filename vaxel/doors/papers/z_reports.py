"""X and Z reports on paper, from the frozen figures of payments.z_rules (R-12, R-13)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext

from vaxel.doors.papers import pieces
from vaxel.doors.papers.blocks import Block, Fact, Grid, Paper, Prose
from vaxel.doors.papers.documents import tender
from vaxel.doors.papers.voice import Voice
from vaxel.kernel.money import parse_percent


def paper(body: Mapping[str, Any], *, language: str = "sv", locale: str = "") -> Paper:
    """The report's paper; without a number it is an X report. README.md says what the body holds."""
    voice = Voice.of(language, body.get("currency") or "SEK", locale)
    with voice.speaking():
        is_z = body.get("number") is not None
        facts = [
            Fact(pgettext("paper", "Date and time"), voice.moment(body.get("at_local") or "")),
            Fact(pgettext("paper", "Register"), str(body.get("register") or "")),
            Fact(pgettext("paper", "Closed by"), str(body.get("closed_by") or "")),
            Fact(pgettext("paper", "Journal"), _journal(body)),
        ]
        return Paper(
            language=voice.language,
            title=pgettext("paper", "Z report") if is_z else pgettext("paper", "X report"),
            number=str(body["number"]) if is_z else "",
            seller=pieces.seller(_seller(body)),
            page_of=pieces.page_of(),
            facts=tuple(fact for fact in facts if fact.value),
            blocks=tuple(_blocks(body, voice)),
        )


def _seller(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": body["company"], "organisation_number": body["organisation_number"], "site_name": body["site"],
        "site_address": body["address"],
    }  # fmt: skip


def _journal(body: Mapping[str, Any]) -> str:
    """The events it closes, and the first 16 digits of their last hash: a cut tail shows (M-52)."""
    if body.get("last_seq") is None:
        return ""
    return f"{body.get('first_seq')}–{body['last_seq']} {str(body.get('last_hash') or '')[:16]}"


def _blocks(body: Mapping[str, Any], voice: Voice) -> list[Block]:
    amount = pgettext("paper", "Amount")
    groups = tuple((one["name"], voice.amount(one["gross"])) for one in body.get("main_groups") or ())
    tenders = tuple((tender(one["method"]), voice.amount(one["amount"])) for one in body["tenders"])
    counts = ("", pgettext("paper", "Count"), amount)
    blocks: list[Block] = [
        Grid(("", amount), _sales(body, voice), pgettext("paper", "Sales")),
        Grid(("", amount), _grand(body["grand_total"], voice), pgettext("paper", "Grand totals")),
        _vat(body, voice),
        Grid(("", amount), tenders, pgettext("paper", "Means of payment")),
        Grid(("", amount), _drawer(body, voice), pgettext("paper", "Drawer")),
        Grid(counts, _counts(body, voice), pgettext("paper", "Registrations")),
    ]
    blocks += [Grid(("", amount), groups, pgettext("paper", "Main groups"))] if groups else []
    if body.get("control"):
        off = pgettext("paper", "Does not add up by %(amount)s") % {"amount": voice.money(body["control"])}
        blocks.append(Prose((off,)))
    return blocks


def _sales(body: Mapping[str, Any], voice: Voice) -> tuple[tuple[str, str], ...]:
    return (
        (pgettext("paper", "Total sales"), voice.amount(body["sales"])),
        (pgettext("paper", "Returns"), voice.amount(-body["returns"])),
        (pgettext("paper", "Discounts"), voice.amount(-(body.get("discount") or 0))),
        (pgettext("paper", "Deposits, gift cards, paid invoices"), voice.amount(body["liability_in"])),
        (pgettext("paper", "Cash rounding"), voice.amount(body["rounding"])),
    )


def _vat(body: Mapping[str, Any], voice: Voice) -> Grid:
    heads = (
        pgettext("paper", "VAT"),
        pgettext("paper", "Sales"),
        pgettext("paper", "Returns"),
        pgettext("paper", "Sum"),
    )
    rows = tuple(
        (_rate(one["rate"], voice), voice.amount(one["sales"]), voice.amount(-one["returns"]), voice.amount(one["net"]))
        for one in body["vat"]
    )
    return Grid(heads, rows, pgettext("paper", "VAT per rate"))


def _grand(total: Mapping[str, int], voice: Voice) -> tuple[tuple[str, str], ...]:
    return (
        (pgettext("paper", "Grand total sales"), voice.amount(total["sales"])),
        (pgettext("paper", "Grand total returns"), voice.amount(total["returns"])),
        (pgettext("paper", "Grand total net"), voice.amount(total["net"])),
    )


def _rate(percent: str, voice: Voice) -> str:
    return voice.percent(parse_percent(percent, "en_US"))


def _drawer(body: Mapping[str, Any], voice: Voice) -> tuple[tuple[str, str], ...]:
    """Float, movements, and what was counted against what was expected, as far as they are known."""
    found = [
        (pgettext("paper", "Float"), body.get("float_minor", body.get("float_amount"))),
        (pgettext("paper", "Pay-ins"), body.get("pay_in")),
        (pgettext("paper", "Pay-outs"), -(body.get("pay_out") or 0)),
        (pgettext("paper", "Expected cash"), body.get("expected_minor")),
        (pgettext("paper", "Counted cash"), body.get("counted_minor")),
    ]
    if body.get("expected_minor") is not None and body.get("counted_minor") is not None:
        found.append((pgettext("paper", "Difference"), body["counted_minor"] - body["expected_minor"]))
    return tuple((name, voice.amount(value)) for name, value in found if value is not None)


def _counts(body: Mapping[str, Any], voice: Voice) -> tuple[tuple[str, str, str], ...]:
    """How many of each, and their amounts where they have one (R-12)."""
    openings = body.get("drawer_openings") or body["no_sale_drawer"]
    unfinished = str(body.get("unfinished_count") or 0), voice.amount(body.get("unfinished_amount") or 0)
    return (
        (pgettext("paper", "Receipts"), str(body["receipts"]), voice.amount(body["sales"])),
        (pgettext("paper", "Goods sold"), str(body.get("goods") or 0), ""),
        (pgettext("paper", "Services sold"), str(body.get("services") or 0), ""),
        (pgettext("paper", "Returns"), str(body["returns_count"]), voice.amount(-body["returns"])),
        (pgettext("paper", "Copies"), str(body["copies_count"]), voice.amount(body["copies_amount"])),
        (pgettext("paper", "Training"), str(body["training_count"]), voice.amount(body["training_amount"])),
        (pgettext("paper", "Unfinished sales"), *unfinished),
        (pgettext("paper", "Drawer openings"), str(openings), ""),
        (pgettext("paper", "of which without sale"), str(body["no_sale_drawer"]), ""),
    )
