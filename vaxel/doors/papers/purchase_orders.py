"""A purchase order on paper, and the letter it is mailed with: in the supplier's language, our numbers and theirs."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from vaxel.business.catalog.names import name_in
from vaxel.business.locations.models import Company
from vaxel.business.purchasing import rules
from vaxel.business.purchasing.dispatches import Letter
from vaxel.business.purchasing.models import PurchaseOrder
from vaxel.business.tickets import papers
from vaxel.doors.papers import pdfs, pieces
from vaxel.doors.papers.blocks import Block, Columns, Fact, Item, Job, Jobs, Paper, Party, Prose, Sum, Totals
from vaxel.doors.papers.voice import Voice
from vaxel.kernel import clock


@dataclass(frozen=True, slots=True)
class Words:
    """What the letter says."""

    subject: str
    text: str


def of_order(order: PurchaseOrder) -> Paper:
    """The order's paper: what is still wanted, without what was called off. Three queries."""
    party = order.supplier.party
    voice = Voice.of(party.language, order.currency)
    lines = [
        line
        for line in order.lines.select_related("part").order_by("position", "pk")
        if line.quantity_milli > line.cancelled_milli
    ]
    with voice.speaking():
        return Paper(
            language=voice.language,
            title=pgettext("paper", "Purchase order"),
            number=str(order.number or ""),
            seller=pieces.seller(papers.seller(Company.objects.get(), order.site), bank=False),
            page_of=pieces.page_of(),
            facts=tuple(fact for fact in _facts(order, voice) if fact.value),
            buyer=Party(pgettext("paper", "Supplier"), party.name, tuple(party.address.splitlines())),
            blocks=tuple(_blocks(order, lines, voice)),
        )


def _facts(order: PurchaseOrder, voice: Voice) -> list[Fact]:
    at = clock.local(order.sent_at or order.made_at, order.site.time_zone).isoformat()
    return [
        Fact(pgettext("paper", "Date"), voice.day(at)),
        Fact(pgettext("paper", "Our customer number"), order.supplier.customer_number),
        Fact(pgettext("paper", "Your number"), order.supplier_ref),
        Fact(
            pgettext("paper", "Deliver to"), ", ".join(part for part in (order.site.name, order.site.address) if part)
        ),
    ]


def _blocks(order: PurchaseOrder, lines: Any, voice: Voice) -> list[Block]:
    items, total = [], 0
    for line in lines:
        milli = line.quantity_milli - line.cancelled_milli
        amount = rules.amount_minor(milli, line.unit_price_cm)
        total += amount
        items.append(
            Item(
                name_in(line.part, voice.language),
                line.number or line.part.number,
                voice.quantity(milli, line.part.unit),
                voice.unit_price(line.unit_price_cm),
                "",
                voice.amount(amount),
            )
        )
    words = Columns(
        text=pgettext("paper", "Goods"),
        number=pgettext("paper", "Number"),
        quantity=pgettext("paper", "Quantity"),
        unit_price=pgettext("paper", "Price each"),
        amount=pgettext("paper", "Amount"),
    )
    blocks: list[Block] = [
        Jobs(words, (Job(tuple(items)),)),
        Totals((Sum(pgettext("paper", "Total excl. VAT"), voice.money(total), strong=True),), None),
    ]
    if order.message:
        blocks.append(Prose((order.message,)))
    blocks.append(Prose((pgettext("paper", "Write our order number on the delivery note and on the bill."),)))
    return blocks


def file_name(order: PurchaseOrder) -> str:
    """What the file is called."""
    return f"order-{order.number}.pdf" if order.number else "order-draft.pdf"


def words(order: PurchaseOrder) -> Words:
    """Subject and text of the letter, in the supplier's language."""
    voice = Voice.of(order.supplier.party.language, order.currency)
    with voice.speaking():
        number = {"number": order.number or "", "company": order.site.name}
        return Words(
            pgettext("paper", "Order %(number)s from %(company)s") % number,
            pgettext("paper", "Here is our order %(number)s. Please confirm what comes and when.") % number,
        )


def letter(order: PurchaseOrder, to: str) -> Letter:
    """The order as it is mailed, with its paper."""
    said = words(order)
    return Letter(to, said.subject, said.text, pdfs.render(of_order(order)), file_name(order))
