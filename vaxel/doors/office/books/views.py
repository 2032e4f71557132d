"""The books on screen: the journal, one entry with what made it, one account, and the way back from a document."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from vaxel.business.accounting.ledger import BY_HAND
from vaxel.business.accounting.models import Account, LedgerEntry
from vaxel.business.locations.models import Site
from vaxel.doors.office.books import reach
from vaxel.doors.office.books.listing import AccountRows, Entries, account_name, sources_of
from vaxel.doors.office.desk import desk, found, only_who_may, screen
from vaxel.doors.office.lists.views import answer
from vaxel.kernel.refusals import NotFound


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """Every entry, newest first."""
    only_who_may(request, reach.READ)
    return answer(request, Entries(), may_enter=desk(request).may("ledger.enter"))


@screen
@require_GET
def account(request: HttpRequest) -> HttpResponseBase:
    """The account's postings, with what it held after each; without an account, the first of the chart."""
    only_who_may(request, reach.READ)
    number = request.GET.get("account", "")
    held = Account.objects.filter(pk=number).first()
    if held is None:
        raise NotFound()
    return answer(request, AccountRows(), account=held, account_name=account_name(held))


@screen
@require_GET
def of_source(request: HttpRequest, source_id: UUID) -> HttpResponseBase:
    """On to the entry that the thing made. Refuses with NotFound when it made none that the person may read."""
    only_who_may(request, reach.READ)
    entry = sources_of(source_id).filter(site_id__in=[one.pk for one in reach.sites(request)]).first()
    if entry is None:
        raise NotFound()
    return redirect(reverse("books:show", args=[entry.pk]))


def the_entry(request: HttpRequest, entry_id: UUID) -> LedgerEntry:
    """The entry, if the person reads that site's books; refuses with NotFound."""
    held = LedgerEntry.objects.filter(site_id__in=[one.pk for one in reach.sites(request)])
    return found(held.select_related("reverses"), entry_id)


@screen
@require_GET
def show(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The entry with its postings, what made it, and what corrects it."""
    only_who_may(request, reach.READ)
    entry = the_entry(request, entry_id)
    postings = list(entry.postings.order_by("n"))
    names = {one.pk: account_name(one) for one in Account.objects.filter(pk__in={row.account for row in postings})}
    context = {
        "entry": entry, "rows": [(row, names.get(row.account, "")) for row in postings],
        "debit": sum(row.amount_minor for row in postings if row.amount_minor > 0),
        "source": reach.source(entry), "where": Site.objects.get(pk=entry.site_id),
        "reversed_by": entry.reversed_by.first(),
        "may_reverse": entry.source_kind in BY_HAND and desk(request).may("ledger.reverse"),
    }  # fmt: skip
    return render(request, "office/books/show.html", context)
