"""What to buy: for work that waits, for shelves below their level; drafts per supplier in one press."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vaxel.business.purchasing import reorder, rules
from vaxel.business.purchasing.reorder import Proposal
from vaxel.doors.office.desk import an_id, by, desk, go, once, only_who_may, screen

TITLES: dict[str, str | Promise] = {
    "short": _("Less than nothing on the shelf"),
    "tickets": _("Work waits for it"),
    "stock": _("Below its level"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal and what it costs, in the supplier's currency."""

    it: Proposal
    sum_minor: int


@dataclass(frozen=True, slots=True)
class Group:
    """Proposals for one reason."""

    title: str | Promise
    rows: Sequence[Row]


@screen
def show(request: HttpRequest) -> HttpResponse:
    """The proposals of now, ticked; one press drafts an order for each supplier."""
    only_who_may(request, "reorder.draft")
    here = desk(request)
    if request.method == "POST":
        ids = {an_id(pk) for pk in request.POST.getlist("pick")}
        made = reorder.draft.once(
            once(request), here.site, part_ids=ids, kept_as=lambda made: [str(one.pk) for one in made], **by(request)
        )
        if len(made) == 1:
            return go(request, reverse("purchases:show", args=[made[0]]))
        said = ngettext("%(n)s draft is made.", "%(n)s drafts are made.", len(made)) % {"n": len(made)}
        return go(request, reverse("purchases:list") + "?view=draft", said)
    proposals = reorder.proposals(here.site, here.at)
    return render(request, "office/purchases/to_buy.html", _context(proposals))


def _context(proposals: Sequence[Proposal]) -> dict[str, Any]:
    rows = [Row(one, rules.amount_minor(one.quantity_milli, one.unit_price_cm)) for one in proposals]
    groups = [Group(TITLES[key], list(some)) for key, some in groupby(rows, lambda row: row.it.group)]
    return {
        "groups": groups,
        "n": len(rows),
        "suppliers": len({row.it.offer.supplier_id for row in rows if row.it.offer}),
    }
