"""A return that a till has taken without us: against a receipt, with the money it gave back."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing import credits
from vaxel.business.billing.models import Document, DocumentLine
from vaxel.business.locations.models import Device
from vaxel.business.payments import fact_rules, fact_sales, refunds, sales, tenders, tills
from vaxel.business.payments.fact_context import Told, series_of
from vaxel.business.payments.fact_rules import Body, Handed
from vaxel.business.payments.models import TillFact
from vaxel.kernel.money import Money
from vaxel.kernel.refusals import Conflict


class OriginalMissing(Conflict):
    """What is taken back has not come, or is not known."""

    sentence = _("the sale that came back is not known here. Find its receipt, and take it back against that.")


def book(told: Told) -> dict[str, Any]:
    """The return stands as `sales.take_back` would leave it, with the money as the till gave it.

    Refuses with OriginalMissing, MoreThanSold, NothingToCredit, RefundTooLarge, UnknownTender, Unreadable.
    """
    body = told.body
    original = credits.lock(_original(told))
    till = tills.open_till(told.register)
    crediting = credits.prepare(original, _quantities(original, body.many("lines")))
    amount = -crediting.gross - max(0, original.open_minor)
    given = fact_rules.handed(body)
    back, off = ways(original, amount, given)
    if off:
        told.clash("sum_differs", told_minor=amount - off, sum_minor=amount)
    fact_sales.look_at_money(told, original.customer, [one.taken for one in back], has_drawer=bool(till.session_id))
    told.require("sales.take_back", say("take goods back"))
    issued = refunds.stand(
        original, crediting, till, back, reason=body.text("reason") or "–", by=told.by, at=told.at,
        told=sales.Told(told.happened_at, told.fact.series, told.fact.number or 0, event=told.event,
                        head={"till": told.label, "device_seq": told.fact.seq}),
    )  # fmt: skip
    return {
        "ticket": str(issued.ticket_id or ""), "document": str(issued.pk), "kind": issued.kind, "number": issued.number,
    }  # fmt: skip


def _original(told: Told) -> Document:
    body = told.body
    found = None
    if (document := body.id("document")) is not None:
        found = Document.objects.filter(pk=document).first()
    elif (sale := body.id("sale")) is not None:
        fact = TillFact.objects.select_related("document").filter(pk=sale).first()
        found = fact.document if fact else None
    elif (receipt := body.one("receipt")) is not None:
        found = _by_number(told, receipt)
    if found is None or found.site_id != told.site.pk:  # its goods would come back to the shelves of another site
        raise OriginalMissing()
    return found


def _by_number(told: Told, receipt: Body) -> Document | None:
    """The receipt with the number, of whichever till of the site the label before it names."""
    label, number = receipt.text("series", 24), receipt.whole("number")
    tills_here = Device.objects.filter(site=told.site).exclude(series="").select_related("register")
    series = {f"{one.register.name}{one.series}": series_of(one.register_id, one.series)
              for one in tills_here if one.register}  # fmt: skip
    plain = {one.name: f"receipt:{one.pk}" for one in told.site.registers.all()}
    named = series.get(label) or plain.get(label) or ""
    return Document.objects.filter(series=named, number=number).first()


def _quantities(original: Document, named: Sequence[Body]) -> dict[int, int]:
    """Document line → thousandths; the till names lines by the id they were sold with, or by their place."""
    lines = list(DocumentLine.objects.filter(document=original))
    by_source = {line.source_line: line.pk for line in lines}
    by_place = {line.n: line.pk for line in lines}
    wanted: dict[int, int] = {}
    for one in named:
        source = one.id("line")
        line = by_source.get(source) if source else None
        line = line or by_place.get(one.whole("n", 0))
        if line is None:
            raise OriginalMissing()
        wanted[line] = wanted.get(line, 0) + one.whole("quantity_milli")
    return wanted


def ways(original: Document, amount: int, given: Sequence[Handed]) -> tuple[list[refunds.GivenBack], int]:
    """The money as the till gave it, each part of a payment it came by, and by how much the till's sum differs.

    Refuses with RefundTooLarge, UnknownTender, Unreadable.
    """
    if not given:
        if amount > 0:
            raise fact_rules.Unreadable(field="tenders")
        return [], 0
    left = {payment: rest for payment, rest in refunds.left_on(original) if rest > 0}
    off = amount - sum(one.settles for one in given)
    back: list[refunds.GivenBack] = []
    for n, one in enumerate(given):
        if one.tender not in tenders.ROLES or one.tender == "on_account":
            raise tenders.UnknownTender(tender=one.tender)
        last = n == len(given) - 1
        settles, rounding = one.settles + (off if last else 0), one.rounding - (off if last else 0)
        for payment in sorted(left, key=lambda held: held.tender != one.tender):
            part = min(left[payment], settles)
            if part > 0:
                left[payment] -= part
                settles -= part
                back.append(refunds.GivenBack(payment, one.tender, part, 0 if settles else rounding, is_done=True))
        if settles:
            whole = Money(sum(left.values()), original.currency)
            raise refunds.RefundTooLarge(left=whole, tender=one.tender)
    return back, off
