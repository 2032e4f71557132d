"""Core charges on documents: charged, each core is owed with a tag; credited, it lies in the bank (K-53 to K-55).

Part of the issuing of the document: nothing without a core line on it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Sum

from vaxel.business.billing.models import DocumentLine
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.purchasing import cores
from vaxel.business.purchasing.models import Core
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import rdiv

if TYPE_CHECKING:
    from vaxel.business.billing.documents import Draft, DraftLine

KIND = "core"
SOURCE = "ticket_line"


def follow(draft: "Draft", *, at: datetime) -> None:
    """Whole cores that the document charges are owed by its customer; those whose charge it credits are handed in."""
    lines = [line for line in draft.lines if line.kind == KIND and line.source_line]
    if not lines:
        return
    by = Actor.system("core charges", draft.site_id)
    _owe(draft, [line for line in lines if line.quantity_milli > 0 and line.credits_line is None], by, at)
    for line in lines:
        if line.credits_line is not None:
            _hand_in(line.credits_line, by, at)


def _owe(draft: "Draft", lines: Sequence["DraftLine"], by: Actor, at: datetime) -> None:
    parts = Part.objects.in_bulk(line.core_of for line in lines if line.core_of)
    if not parts:
        return
    site, customer = Site.objects.get(pk=draft.site_id), Party.objects.get(pk=draft.customer_id)
    for line in lines:
        pieces = line.quantity_milli // 1000
        if line.core_of and pieces and line.source_line:
            cores.owe(
                site, part=parts[line.core_of], pieces=pieces, customer=customer, source_kind=SOURCE,
                source_id=line.source_line, customer_minor=rdiv(line.net * 1000, line.quantity_milli), by=by, at=at,
            )  # fmt: skip


def _hand_in(charged_id: int, by: Actor, at: datetime) -> None:
    """As many cores of the charge lie in the bank as were credited of it, this document included."""
    charged = DocumentLine.objects.get(pk=charged_id)
    if charged.source_line is None:
        return
    sums = DocumentLine.objects.filter(credits_line=charged).aggregate(sum=Sum("quantity_milli"))
    held = list(Core.objects.filter(source_id=charged.source_line).select_related("site").order_by("tag"))
    still = [core for core in held if core.state in ("owed_by_customer", "expired")]
    came = len(held) - len(still)
    for core in still[: max(0, -(sums["sum"] or 0) // 1000 - came)]:
        cores.hand_in(core, late=True, by=by, at=at)
