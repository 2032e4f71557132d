"""Putting a balance right, and throwing away, each with a reason (K-26, K-109, K-110)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part
from vaxel.business.locations import preferences
from vaxel.business.locations.models import Site
from vaxel.business.locations.preferences import Preference
from vaxel.business.stock import books, ledger, places
from vaxel.business.stock.ledger import Move, Moved
from vaxel.business.stock.receipts import check_shelved
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import format_money
from vaxel.kernel.refusals import BadInput, Refused

REASONS: dict[str, str | Promise] = {
    "found": _("Found"),
    "miscounted": _("Miscounted"),
    "wrong_entry": _("Entered wrongly"),
    "lost": _("Lost"),
    "stolen": _("Stolen"),
    "broken": _("Broken"),
    "expired": _("Too old"),
    "other": _("Other"),
}
LIMIT = preferences.declare(
    Preference(
        "stock.adjust_alone_minor", 500_000, _("Worth of an adjustment one person may make alone, in öre."), lowest=0
    )
)


class NoSuchReason(BadInput):
    """A reason is one of the known codes, so that they can be counted."""

    sentence = _("Choose why: %(codes)s.")


class NothingToAdjust(BadInput):
    """A change of nothing."""

    sentence = _("Say how much more or less there is.")


class SecondPersonNeeded(Refused):
    """Above a value two people stand for it (K-109)."""

    sentence = _("The change is worth %(worth)s, more than one person may decide. Ask someone else for their PIN.")


def _site_second(_part: Part, site: Site, **_kwargs: Any) -> UUID:
    return site.pk


@action("stock.adjust", site=_site_second)
def adjust(
    part: Part, site: Site, *, quantity_milli: int, reason: str, text: str = "", second: Actor | None = None,
    by: Actor, at: datetime,
) -> Moved:  # fmt: skip
    """There is so much more, or less, of the part in the site's store than we believed; the books follow.

    `reason` is one of REASONS; `second` is the person who vouched (pins.vouch) and is needed above the site's limit.
    What is found comes in at the average. Refuses with NothingToAdjust, NoSuchReason, NotShelved, Short,
    SecondPersonNeeded.
    """
    return _change(part, site, "adjust", quantity_milli, _said(reason, text), second=second, by=by, at=at)


@action("stock.scrap", site=_site_second)
def scrap(
    part: Part, site: Site, *, quantity_milli: int, reason: str, text: str = "", second: Actor | None = None,
    by: Actor, at: datetime,
) -> Moved:  # fmt: skip
    """So much (a positive quantity) of the part has left the store as waste; the books follow.

    For hazardous goods `text` names the receiver and the document (K-110). Refuses like `adjust`.
    """
    if quantity_milli <= 0:
        raise NothingToAdjust()
    return _change(part, site, "scrap", -quantity_milli, _said(reason, text), second=second, by=by, at=at)


def _said(reason: str, text: str) -> str:
    if reason not in REASONS:
        raise NoSuchReason(codes=", ".join(REASONS))
    return f"{reason}: {text}" if text else reason


def _change(
    part: Part, site: Site, kind: str, quantity_milli: int, said: str, *, second: Actor | None, by: Actor, at: datetime
) -> Moved:
    check_shelved(part)
    if not quantity_milli:
        raise NothingToAdjust()
    document = new_id()
    move = Move(new_id(), part.pk, places.store(site.pk), quantity_milli, kind, f"stock_{kind}", document, reason=said)
    [moved] = ledger.move([move], at=at)
    _need_second(abs(moved.value_minor), site, kind, second, by)
    worth = books.post(
        [moved], site=site, text=f"{_now('Stock adjusted') if kind == 'adjust' else _now('Scrapped')} {part.number}",
        source_kind=move.source_kind, source_id=document, at=at,
    )  # fmt: skip
    note(document=str(document), reason=said, worth_minor=worth, second=second.name if second else "")
    return moved


def _need_second(worth_minor: int, site: Site, kind: str, second: Actor | None, by: Actor) -> None:
    if worth_minor <= preferences.value(LIMIT.key, site.pk):
        return
    if second is None or second.id == by.id or not second.may(f"stock.{kind}", site.pk):
        raise SecondPersonNeeded(worth=format_money(worth_minor, site.currency))
