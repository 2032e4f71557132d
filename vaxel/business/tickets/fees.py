"""Fees inside jobs: those that hang on a part and follow its quantity, and the supplies fee of a job (S-74 to S-78)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from vaxel.business.catalog.models import Fee, PartFee
from vaxel.business.tickets.models import Job, Line
from vaxel.business.tickets.pricing import Terms
from vaxel.kernel.db import reads
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import MILLION, line_amount, rdiv


def hang(terms: Terms, lines: Sequence[Line]) -> list[Line]:
    """Fee lines for the parts among `lines` that carry fees, stored beside them with the same quantity."""
    made = hung(terms, lines)
    Line.objects.bulk_create(made)
    return made


def hung(terms: Terms, lines: Sequence[Line]) -> list[Line]:
    """The fee lines that belong to the parts among `lines` on the day, not stored. One query, two where fees hang."""
    parts = sorted({line.part_id for line in lines if line.part_id and not line.customer_supplied})
    if not parts:
        return []
    held = reads.select(PartFee, ("part", "fee"), f"t.part_id IN ({reads.marks(parts)})", parts)
    if not held:
        return []
    on_parts: dict[UUID, set[UUID]] = defaultdict(set)
    for part_id, fee_id in held:
        on_parts[fee_id].add(part_id)
    fees = Fee.objects.filter(pk__in=on_parts, valid_from__lte=terms.day)
    if terms.ticket.kind != "counter":  # fitted in our bay the old unit is ours (K-53 b)
        fees = fees.exclude(kind="core")
    return [
        _fee_line(terms, line.job, fee, parent=line)
        for fee in fees.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=terms.day)).order_by("key")
        for line in lines
        if line.part_id in on_parts[fee.pk] and not line.customer_supplied
    ]


def cores_of(part_ids: Collection[UUID], day: date) -> dict[UUID, Fee]:
    """Part → what is charged for its old unit on the day. One query."""
    held = PartFee.objects.filter(part__in=part_ids, fee__kind="core", fee__valid_from__lte=day).select_related("fee")
    standing = held.filter(Q(fee__valid_to__isnull=True) | Q(fee__valid_to__gt=day)).order_by("fee__valid_from")
    return {one.part_id: one.fee for one in standing}


def charged(terms: Terms, line: Line, fee: Fee) -> Line:
    """The core line of a part line, stored beside it with the same quantity (S-17)."""
    made = _fee_line(terms, line.job, fee, parent=line)
    made.save()
    return made


def follow(line: Line) -> None:
    """What hangs on the line has its quantity (S-17)."""
    line.children.update(quantity_milli=line.quantity_milli)


def keep_supplies(terms: Terms, job: Job) -> None:
    """The job's supplies fee is what S-75 says for its lines now; none on menu prices, counter and internal work."""
    asked = terms.ticket.kind == "service" and job.pricing == "lines"
    fee = supplies_fee(terms.day) if asked else None
    existing = Line.objects.filter(job=job, kind="fee", parent__isnull=True, fee__kind="supplies").first()
    amount = supplies_amount(fee, terms, list(Line.objects.filter(job=job))) if fee else 0
    if fee is None or not amount:
        if existing:
            existing.delete()
        return
    price_cm = terms.from_net(amount * 100, fee.tax_code)
    if existing is None:
        made = _fee_line(terms, job, fee)
        made.unit_price_cm, made.position = price_cm, 30_000
        made.save()
    elif existing.unit_price_cm != price_cm:
        existing.unit_price_cm = price_cm
        existing.version += 1
        existing.save(update_fields=["unit_price_cm", "version"])


def supplies_fee(day: date) -> Fee | None:
    """The supplies fee in force on a day, if the shop takes one."""
    held = Fee.objects.filter(kind="supplies", valid_from__lte=day).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )
    return held.order_by("-valid_from", "key").first()


def supplies_amount(fee: Fee, terms: Terms, lines: Sequence[Line]) -> int:
    """`min(ceiling, max(floor, p % × parts + q % × labour and sublet))` on net amounts, nothing on nothing (S-75)."""
    base = sum(
        _net(line, terms) * (fee.parts_ppm if line.kind == "part" else fee.labour_ppm)
        for line in lines
        if line.kind in ("part", "labour", "sublet")
    )
    if base <= 0:
        return 0
    amount = max(fee.floor_minor, rdiv(base, MILLION))
    return amount if fee.ceiling_minor is None else min(fee.ceiling_minor, amount)


def _net(line: Line, terms: Terms) -> int:
    amount = line_amount(line.quantity_milli, line.unit_price_cm, line.discount_ppm, line.discount_minor).amount
    return terms.net(amount, line.tax_code)


def _fee_line(terms: Terms, job: Job, fee: Fee, *, parent: Line | None = None) -> Line:
    return Line(
        id=new_id(), ticket=terms.ticket, job=job, kind="core" if fee.kind == "core" else "fee", fee=fee, parent=parent,
        unit_price_cm=terms.from_net(fee.unit_price_cm, fee.tax_code), position=parent.position if parent else 0,
        quantity_milli=parent.quantity_milli if parent else 1000, tax_code=fee.tax_code,
        text=fee.name_en if terms.language == "en" else fee.name_sv, price_source="fee", discountable=False,
    )  # fmt: skip
