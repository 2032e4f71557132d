"""The other ways to name a part: barcodes, suppliers' and makers' numbers, old numbers (K-2)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import barcodes, index, numbers
from vaxel.business.catalog.models import Part, PartCode
from vaxel.business.catalog.wishes import NewCode, checked_code
from vaxel.business.parties.models import Party
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows
from vaxel.kernel.ids import new_ids
from vaxel.kernel.refusals import Conflict

COLUMNS = ("id", "part", "kind", "text", "norm", "loose", "supplier", "quantity_milli")


class BarcodeTaken(Conflict):
    """A barcode leads to one part."""

    sentence = _("The barcode %(code)s is already on %(number)s %(name)s. Take it off there first.")


class BarcodeTwice(Conflict):
    """The same barcode was given to two of the parts that were to be added."""

    sentence = _("The barcode %(code)s is given to two parts. It can lead to one only.")


class CodeThere(Conflict):
    """The part has the code already."""

    sentence = _("%(number)s has the code %(code)s already.")


@action("codes.add")
def add(
    part: Part, *, kind: str, text: str, supplier: Party | None = None, quantity_milli: int = 1000, by: Actor,
    at: datetime,
) -> PartCode:  # fmt: skip
    """The part is found by the code too; a wrong check digit is stored and noted in history.

    `quantity_milli` is how much one scan means. Refuses with BarcodeTaken, CodeThere, BadNumber, NotAmong, OutOfRange.
    """
    wish = checked_code(NewCode(kind, text, supplier.id if supplier else None, quantity_milli))
    made = rows_of(part.id, [wish])
    if part.codes.filter(kind=kind, norm=wish.norm, supplier=supplier).exists():
        raise CodeThere(number=part.number, code=text)
    refuse_taken(made)
    rows.insert(PartCode, COLUMNS, made)
    index.refresh([part.id])
    warnings = barcodes.read(text).warnings if kind == "barcode" else ()
    note(code=wish.text, kind=kind, warnings=[str(warning) for warning in warnings])
    return PartCode.objects.get(pk=made[0][0])


@action("codes.remove")
def remove(code: PartCode, *, by: Actor, at: datetime) -> None:
    """The part is no longer found by the code."""
    part = code.part
    note(code=code.text, kind=code.kind)
    touch(part)
    PartCode.objects.filter(pk=code.pk).delete()
    index.refresh([part.id])


def rows_of(part_id: UUID, wishes: Iterable[NewCode]) -> list[tuple[Any, ...]]:
    """The codes as rows of COLUMNS, each once."""
    once = {(wish.kind, wish.norm, wish.supplier_id): wish for wish in wishes}
    return [
        (pk, part_id, wish.kind, wish.text, norm, numbers.loose(wish.text)[:60], wish.supplier_id,
         wish.quantity_milli)
        for pk, ((_kind, norm, _supplier), wish) in zip(new_ids(len(once)), once.items(), strict=True)
    ]  # fmt: skip


def refuse_taken(made: Sequence[tuple[Any, ...]]) -> None:
    """Refuses with BarcodeTaken or BarcodeTwice when one of the rows would be a barcode's second part."""
    wanted = [row[4] for row in made if row[2] == "barcode"]
    if not wanted:
        return
    seen: set[str] = set()
    for norm in wanted:
        if norm in seen:
            raise BarcodeTwice(code=norm)
        seen.add(norm)
    held = PartCode.objects.filter(kind="barcode", norm__in=wanted).select_related("part").first()
    if held:
        raise BarcodeTaken(code=held.text, number=held.part.number, name=held.part.name_sv)
