"""What must always hold of money: for `vaxel check` (I-9, I-12, invariants 2 to 5)."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from vaxel.business.billing.models import Document
from vaxel.business.payments.models import (
    GiftCard,
    GiftCardEntry,
    InstalmentPlan,
    JournalEvent,
    Payment,
    RegisterHead,
    StoreCredit,
    StoreCreditEntry,
    ZReport,
)
from vaxel.kernel.chain import GENESIS, first_break
from vaxel.kernel.checks import check


@check("payments.open_amounts")
def open_amounts() -> Iterator[str]:
    """What is owed on a document is its sum less deposits, allocations and offsets."""
    for one in Document.objects.annotate(paid=Coalesce(Sum("allocations__amount_minor"), 0)).iterator():
        offset = sum(one.offsets.values_list("amount_minor", flat=True)) if one.kind == "invoice" else 0
        given = sum(one.offsets_given.values_list("amount_minor", flat=True)) if one.kind == "credit_note" else 0
        owed = one.gross_minor - one.deposit_minor - one.paid - offset + given
        if one.kind in ("invoice", "credit_note") and owed != one.open_minor:
            yield f"{one.kind} {one.number}: {one.open_minor} is open, but {owed} is owed"
        if one.kind in ("receipt", "return_receipt") and one.gross_minor != one.paid + one.deposit_minor:
            yield f"{one.kind} {one.series} {one.number}: {one.paid + one.deposit_minor} paid of {one.gross_minor}"


@check("payments.refunds")
def refunds() -> Iterator[str]:
    """No payment has more refunds, pending ones counted, than it brought in."""
    live = ~Q(refunded_by__state__in=["declined", "cancelled"])
    back = Coalesce(Sum("refunded_by__amount_minor", filter=live), 0)
    over = Payment.objects.filter(amount_minor__gt=0).annotate(back=back).filter(amount_minor__lt=-F("back"))
    for one in over:
        yield f"payment {one.pk}: {-one.back} refunded of {one.amount_minor}"


@check("payments.states")
def states() -> Iterator[str]:
    """A payment's state is that of its newest event."""
    for one in Payment.objects.prefetch_related("events").iterator(chunk_size=500):
        last = max(one.events.all(), key=lambda event: event.n, default=None)
        if last is None or last.state != one.state:
            yield f"payment {one.pk} is {one.state}, its last event says {last.state if last else 'nothing'}"


@check("payments.store_credit")
def store_credit() -> Iterator[str]:
    """A customer's store credit is the sum of its entries."""
    sums = dict(StoreCreditEntry.objects.values_list("party").annotate(Sum("amount_minor")))
    for one in StoreCredit.objects.all():
        if sums.get(one.party_id, 0) != one.balance_minor:
            yield f"store credit of {one.party_id}: {one.balance_minor}, entries say {sums.get(one.party_id, 0)}"


@check("payments.gift_cards")
def gift_cards() -> Iterator[str]:
    """A gift card's balance is the sum of its entries, and one that was taken back holds nothing."""
    sums = dict(GiftCardEntry.objects.values_list("card").annotate(Sum("amount_minor")))
    for one in GiftCard.objects.iterator():
        if sums.get(one.pk, 0) != one.balance_minor:
            yield f"gift card {one.pk}: {one.balance_minor}, entries say {sums.get(one.pk, 0)}"
        if one.closed_at and one.balance_minor:
            yield f"gift card {one.pk}: taken back, and still holds {one.balance_minor}"
    spent = -(GiftCardEntry.objects.filter(kind__in=["used", "refund"]).aggregate(sum=Sum("amount_minor"))["sum"] or 0)
    paid = Payment.objects.filter(tender="gift_card").aggregate(sum=Sum("amount_minor"))["sum"] or 0
    if spent != paid:
        yield f"gift cards: {spent} was spent, payments say {paid}"


@check("payments.instalments")
def instalments() -> Iterator[str]:
    """The parts of a plan are its whole, and no more is owed on its invoice than was to be paid in parts."""
    for one in InstalmentPlan.objects.annotate(parts=Coalesce(Sum("lines__amount_minor"), 0)).select_related(
        "document"
    ):
        if one.parts != one.principal_minor:
            yield f"plan {one.pk}: its parts are {one.parts} of {one.principal_minor}"
        if one.document.open_minor > one.principal_minor:
            yield f"plan {one.pk}: {one.document.open_minor} is owed on its invoice, more than {one.principal_minor}"


@check("payments.journal")
def journal() -> Iterator[str]:
    """Each register's journal is numbered 1, 2, 3 …, its chain unbroken, and its head the end of it (I-12)."""
    heads = {one.register_id: one for one in RegisterHead.objects.all()}
    events = JournalEvent.objects.order_by("register_id", "seq").iterator(chunk_size=2000)
    for register_id, group in groupby(events, key=lambda one: one.register_id):
        rows = list(group)
        if [one.seq for one in rows] != list(range(1, len(rows) + 1)):
            yield f"register {register_id}: the journal's numbers have a gap"
        broken = first_break([one.canonical for one in rows], [one.hash for one in rows], GENESIS)
        if broken is not None:
            yield f"register {register_id}: the chain breaks at event {rows[broken].seq}"
        head = heads.get(register_id)
        if head is None or (head.seq, head.hash) != (rows[-1].seq, rows[-1].hash):
            yield f"register {register_id}: the head is not the journal's last event"


@check("payments.z_reports")
def z_reports() -> Iterator[str]:
    """Z reports follow each other without gap in number and events, and their control sum is nought (I-9)."""
    rows = ZReport.objects.order_by("register_id", "number")
    for register_id, group in groupby(rows, key=lambda one: one.register_id):
        last_seq = 0
        for n, one in enumerate(group, 1):
            if one.number != n or one.first_seq != last_seq + 1:
                yield f"register {register_id}: Z {one.number} does not follow the one before"
            if one.body["control"]:
                yield f"register {register_id}: Z {one.number} is off by {one.body['control']}"
            last_seq = one.last_seq
