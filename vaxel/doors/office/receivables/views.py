"""What customers owe: by age, one account from day to day, reminders with interest, statements, money from the bank."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.billing import reminders, statements
from vaxel.business.billing.models import OWED, Document, LateTerms, Reminder
from vaxel.business.locations.models import Site
from vaxel.business.parties import queries
from vaxel.business.parties.models import Party
from vaxel.business.payments import tenders
from vaxel.business.payments.tenders import Tender
from vaxel.doors.auth.required import safe_next
from vaxel.doors.office.builder import reading
from vaxel.doors.office.desk import at_sites, by, desk, found, go, once, only_who_may, screen
from vaxel.doors.office.lists.listing import a_day
from vaxel.doors.office.lists.views import answer
from vaxel.doors.office.receivables.listing import Receivables, today
from vaxel.kernel.refusals import Refused
from vaxel.readers.reports import statement

MAY = "reminders.send_statement"
MOST = 200
SHOWN_DAYS = 180


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """Who owes, the latest first."""
    only_who_may(request, MAY)
    return answer(request, Receivables(), no_terms=reminders.terms_on(today(request)) is None)


@screen
@require_GET
def show(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """One customer's account at the site."""
    only_who_may(request, MAY)
    here, party = desk(request), _customer(party_id)
    first = a_day(request.GET.get("from", "")) or today(request) - timedelta(days=SHOWN_DAYS)
    theirs = queries.selves(party.pk)
    told = statement.of(party.pk, here.site, first)
    late = reminders.overdue(here.site, party, today(request))
    open_now = Document.objects.filter(OWED, site=here.site, customer__in=theirs).order_by("due_on", "number")
    reminded = Reminder.objects.filter(site=here.site, customer__in=theirs)
    context = {
        "party": party, "first": first, "told": told, "late": late,
        "open": [(one, max(0, (today(request) - one.due_on).days) if one.due_on and one.open_minor > 0 else 0)
                 for one in open_now],
        "interest": sum(one.interest_minor for one in late), "terms": reminders.terms_on(today(request)),
        "reminded": reminded.select_related("charged").order_by("-at")[:20],
        "way": party.email or party.phone, "currency": here.site.currency,
        "may_remind": here.may("reminders.send"), "may_take": here.may("payments.take"),
    }  # fmt: skip
    return render(request, "office/receivables/show.html", context)


@screen
@require_POST
def remind(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """One customer is reminded, by message or by post."""
    party = _customer(party_id)
    by_post = request.POST.get("by_post") == "1"
    reminders.send(desk(request).site, party, by_post=by_post, **by(request))
    said = _("The reminder is noted.") if by_post else _("The reminder is on its way.")
    return go(request, reverse("receivables:show", args=[party.pk]), said)


@screen
@require_POST
def remind_some(request: HttpRequest) -> HttpResponse:
    """Those who were chosen are reminded, each by itself; who was not is said with the reason."""
    return _each(
        request, reminders.send,
        lambda n: ngettext("%(n)s customer is reminded.", "%(n)s customers are reminded.", n) % {"n": n},
    )  # fmt: skip


@screen
@require_POST
def send_statements(request: HttpRequest) -> HttpResponse:
    """Those who were chosen get a statement."""
    return _each(
        request, statements.send,
        lambda n: ngettext("%(n)s statement is on its way.", "%(n)s statements are on their way.", n) % {"n": n},
    )  # fmt: skip


def _each(request: HttpRequest, act: Any, said: Callable[[int], str]) -> HttpResponse:
    done, faults = 0, []
    back = safe_next(request, request.POST.get("next", ""))
    for party in {one.pk: one for one in map(_customer, request.POST.getlist("pick")[:MOST])}.values():
        told, refused = 0, []
        for site in _where(request, party, back):
            try:
                act(site, party, **by(request))
                told += 1
            except Refused as refusal:
                refused.append(refusal)
        done += bool(told)
        faults += [str(one) for one in refused if not (told and isinstance(one, reminders.NothingOverdue))]
    for fault in dict.fromkeys(faults):
        messages.warning(request, fault)
    return go(request, back, said(done) if done else "")


def _customer(pk: UUID | str) -> Party:
    """The card that counts; refuses with NotFound."""
    return queries.standing(found(Party.objects.select_related("merged_into"), pk))


def _where(request: HttpRequest, party: Party, back: str) -> list[Site]:
    """Where one stands; from the list of all sites, each site that the customer owes at: papers are a site's own."""
    here = desk(request).site
    if QueryDict(urlsplit(back).query).get("site") != "all":
        return [here]
    owed = at_sites(
        request, Document.objects.filter(OWED, customer__in=queries.selves(party.pk), currency=here.currency)
    )
    return list(Site.objects.filter(pk__in=owed.values("site")).order_by("code")) or [here]


@screen
@require_POST
def paid(request: HttpRequest, party_id: UUID, document_id: UUID) -> HttpResponse:
    """Money that came to the bank is noted on the invoice."""
    document = found(at_sites(request, Document.objects.filter(customer__in=queries.selves(party_id))), document_id)
    minor = reading.amount(request.POST.get("amount", ""), document.currency)
    wished = [Tender("bank", minor, request.POST.get("reference", "").strip()[:60])]
    tenders.take.once(once(request), document, wished, asked=[str(document.pk), minor], kept_as=len, **by(request))
    return go(request, reverse("receivables:show", args=[party_id]), _("The payment is booked."))


def late_terms() -> list[LateTerms]:
    """The terms, the newest first."""
    return list(LateTerms.objects.order_by("-valid_from"))
