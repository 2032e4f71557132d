"""Credit notes: stored values negated, whole or by quantity, never computed anew (M-25 to M-28, S-37, S-38)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.tax import Basis, CreditTooLarge, TaxGroup, credit_part, partial_credit
from vaxel.business.billing import documents
from vaxel.business.billing.goods import SOURCE
from vaxel.business.billing.models import Document, DocumentLine, Offset
from vaxel.business.stock import ledger
from vaxel.business.stock.ledger import Moved
from vaxel.business.stock.models import Movement
from vaxel.business.tickets.refusals import TooPrecise
from vaxel.business.tickets.totals import WITHOUT_AMOUNT
from vaxel.kernel.ids import new_id
from vaxel.kernel.quantity import UNITS, format_quantity
from vaxel.kernel.refusals import BadInput, Conflict

CREDITABLE = frozenset({Document.INVOICE, Document.RECEIPT})


class MoreThanSold(Conflict):
    """More would come back than was sold and not credited already (M-28)."""

    sentence = _("%(text)s: only %(left)s are left to take back.")


class NothingToCredit(Conflict):
    """Everything is credited already."""

    sentence = _("Everything on %(number)s is credited already.")


class NotOnDocument(BadInput):
    """A line of another document."""

    sentence = _("That line is not on %(number)s. Open the document again, and choose what comes back.")


class CannotCredit(BadInput):
    """Only what was sold can be credited."""

    sentence = _("Only invoices and receipts can be credited.")


@dataclass(frozen=True, slots=True)
class Crediting:
    """The lines a credit will hold (negative), and the goods that come back with them."""

    original: Document
    lines: Sequence[documents.DraftLine]
    taxes: Sequence[TaxGroup]
    returns: Sequence[tuple[DocumentLine, int, int]]

    @property
    def gross(self) -> int:
        """With VAT, negative."""
        return sum(tax.net + tax.tax for tax in self.taxes)


def lock(document: Document) -> Document:
    """The document, locked so that two credits of it wait for each other. Refuses with CannotCredit."""
    fresh = (
        Document.objects.select_for_update(of=("self",))
        .select_related("site", "customer", "ticket")
        .get(pk=document.pk)
    )
    if fresh.kind not in CREDITABLE:
        raise CannotCredit()
    return fresh


def credited(original: Document) -> dict[int, int]:
    """Line id → thousandths that came back already; lines of which nothing did are not in it. One query."""
    sums = DocumentLine.objects.filter(credits_line__document=original).values_list("credits_line")
    return {line: -quantity for line, quantity in sums.annotate(Sum("quantity_milli"))}


def prepare(original: Document, quantities: Mapping[int, int] | None = None) -> Crediting:
    """What crediting so much of each line (line id → thousandths; None: all that is left) will hold.

    `original` must be locked. Refuses with MoreThanSold, NotOnDocument, TooPrecise, NothingToCredit.
    """
    lines = list(DocumentLine.objects.filter(document=original).select_related("part").order_by("n"))
    before = credited(original)
    drafts, returns = [], []
    if quantities and not quantities.keys() <= {line.pk for line in lines}:
        raise NotOnDocument(number=original.number)
    for line in lines:
        left = line.quantity_milli - before.get(line.pk, 0)
        now = left if quantities is None else quantities.get(line.pk, 0)
        if not 0 <= now <= left:
            raise MoreThanSold(text=line.text, left=format_quantity(left))
        decimals = UNITS[line.unit].decimals if line.unit in UNITS else 3
        if now != left and now % 10 ** (3 - decimals):
            raise TooPrecise(unit=line.unit, decimals=decimals)
        if now:
            drafts.append(_credit_line(original, line, before.get(line.pk, 0), now))
            returns.append((line, before.get(line.pk, 0), now))
    if all(draft.kind in WITHOUT_AMOUNT for draft in drafts):
        raise NothingToCredit(number=original.number)
    return Crediting(original, drafts, _groups(drafts), returns)


def _credit_line(original: Document, line: DocumentLine, before: int, now: int) -> documents.DraftLine:
    """One line's share, component by component by cumulative difference (M-26)."""
    quantities = (line.quantity_milli, before, now)
    basis: Basis = "incl" if original.basis == "incl" else "excl"
    try:
        net, tax = partial_credit(basis, line.net_minor, line.tax_minor, *quantities)
        first, discount, share, cost = (
            -credit_part(stored, *quantities)
            for stored in (line.before_minor, line.discount_minor, line.share_minor, line.cost_minor)
        )
    except CreditTooLarge as error:
        raise MoreThanSold(text=line.text, left=format_quantity(line.quantity_milli - before)) from error
    return documents.DraftLine(
        kind=line.kind, text=line.text, number=line.number, quantity_milli=-now, unit=line.unit,
        unit_price_cm=line.unit_price_cm, before=first, discount=discount, share=share,
        amount=net + tax if basis == "incl" else net, net=net, tax=tax, tax_code=line.tax_code, category=line.category,
        ppm=line.ppm, cost_minor=cost, part_id=line.part_id, category_id=line.category_id, job_id=line.job_id,
        job_title=line.job_title, source_line=line.source_line, credits_line=line.pk, staff_id=line.staff_id,
        role=line.role,
    )  # fmt: skip


def _groups(lines: Sequence[documents.DraftLine]) -> list[TaxGroup]:
    sums: dict[tuple[str, int], list[int]] = {}
    for line in lines:
        both = sums.setdefault((line.category, line.ppm), [0, 0])
        both[0] += line.net
        both[1] += line.tax
    return [TaxGroup(category, ppm, net, tax) for (category, ppm), (net, tax) in sums.items()]


def take_back(crediting: Crediting, credit_id: UUID, *, at: datetime) -> list[Moved]:
    """The goods of the credited lines lie in the store again at the value they went out (K-27, K-78).

    Every movement of a line comes back in proportion, cumulatively, so that the last return leaves nothing out.
    """
    sources = [line.source_line for line, _before, _now in crediting.returns if line.source_line]
    went = Movement.objects.filter(source_id__in=sources, source_kind=SOURCE, quantity_milli__lt=0, reverses=None)
    back_before = _came_back_otherwise(crediting.original, went)
    by_line: dict[UUID, list[Movement]] = {}
    for movement in went.order_by("pk"):
        by_line.setdefault(movement.source_id, []).append(movement)
    moves: list[ledger.Move] = []
    for line, before, now in crediting.returns:
        for movement in by_line.get(line.source_line or credit_id, []):
            out = -movement.quantity_milli - back_before.get(movement.pk, 0)
            back = credit_part(out, line.quantity_milli, before, now)
            if back:
                moves.append(ledger.Move(
                    id=new_id(), part_id=movement.part_id, location_id=movement.location_id, lot=movement.lot,
                    quantity_milli=back, kind="customer_return", source_kind="document", source_id=credit_id,
                    sequence=len(moves), reverses=movement.pk,
                ))  # fmt: skip
    return ledger.move(moves, at=at)


def _came_back_otherwise(original: Document, went: QuerySet[Movement]) -> dict[UUID, int]:
    """Movement → what of it lay in the store again already: taken back before posting, or by a correction before."""
    others = Movement.objects.filter(reverses__in=went.values("pk"))
    others = others.exclude(source_id__in=Document.objects.filter(credits=original).values("pk"))
    return dict(others.values_list("reverses").annotate(Sum("quantity_milli")))


def offset(original: Document, credit_id: UUID, credit_gross: int, at: datetime) -> int:
    """The credit (negative gross) is set against what the original still owes; how much of it that was."""
    amount = max(0, min(original.open_minor, -credit_gross))
    if amount:
        Offset.objects.create(document=original, credit_id=credit_id, amount_minor=amount, at=at)
        Document.objects.filter(pk=original.pk).update(open_minor=F("open_minor") - amount)
        Document.objects.filter(pk=credit_id).update(open_minor=F("open_minor") + amount)
    return amount
