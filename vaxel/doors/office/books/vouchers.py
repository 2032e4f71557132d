"""Vouchers by hand: written, posted and reversed; opening balances are one of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaxel.business.accounting import ledger, manual
from vaxel.business.accounting.manual import Row
from vaxel.doors.office.books import reach
from vaxel.doors.office.books.listing import accounts
from vaxel.doors.office.books.views import the_entry
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.lists.listing import a_day
from vaxel.doors.templatetags.vaxel import number_locale
from vaxel.kernel.refusals import Refused

AT_FIRST, OPENING_AT_FIRST, MOST = 6, 14, 200


@screen
def new(request: HttpRequest) -> HttpResponse:
    """A voucher is written; what was typed stays when it is refused."""
    only_who_may(request, "ledger.enter")
    opening = (request.POST.get("opening") or request.GET.get("opening")) == "1"
    here, fault = desk(request), ""
    held = reach.sites(request)
    typed = _typed(request, OPENING_AT_FIRST if opening else AT_FIRST)
    today = timezone.localdate(here.at)
    if request.method == "POST":
        try:
            site = found(here.site.__class__.objects.all(), request.POST.get("site") or here.site.pk)
            entry = manual.enter.once(
                once(request), site, day=a_day(request.POST.get("day", "")) or today,
                text=request.POST.get("text", ""), rows=_rows(typed, site.currency), opening=opening,
                kept_as=str, **by(request),
            )  # fmt: skip
            return go(request, reverse("books:show", args=[entry]), _("The voucher stands in the books."))
        except Refused as refusal:
            fault = str(refusal)
    context: dict[str, Any] = {
        "opening": opening, "rows": typed, "fault": fault, "accounts": accounts(request), "sites": held,
        "day": request.POST.get("day") or today.replace(month=1, day=1).isoformat() if opening
        else request.POST.get("day") or today.isoformat(),
        "text": request.POST.get("text", _("Opening balances") if opening else ""),
        "site_id": request.POST.get("site", str(here.site.pk)), "locale": number_locale(),
    }  # fmt: skip
    return render(request, "office/books/new.html", context, status=422 if fault else 200)


def _typed(request: HttpRequest, at_first: int) -> list[tuple[str, str, str]]:
    """(account, debit, credit) of each row as it stands in the form."""
    columns = [request.POST.getlist(name) for name in ("account", "debit", "credit")]
    rows = [(one[0].split(" ")[0].strip(), one[1], one[2]) for one in zip(*columns, strict=False)][:MOST]
    return rows + [("", "", "")] * max(0, at_first - len(rows))


def _rows(typed: list[tuple[str, str, str]], currency: str) -> list[Row]:
    """The rows that were filled in; refuses with NotANumber."""

    def minor(text: str) -> int:
        return reading.amount(text, currency) if text.strip() else 0

    filled = [row for row in typed if any(row)]
    return [Row(account, minor(debit) - minor(credit)) for account, debit, credit in filled]


@screen
@require_POST
def reverse_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """A voucher by hand is taken back by one with changed signs."""
    entry = the_entry(request, entry_id)
    here = desk(request)
    day = a_day(request.POST.get("day", "")) or timezone.localdate(here.at)
    reason = " ".join(request.POST.get("reason", "").split())
    if not reason:
        raise manual.NoText()
    made = ledger.reverse(entry, reason=reason[:180], day=day, **by(request))
    return go(request, reverse("books:show", args=[made]), _("The voucher is reversed."))
