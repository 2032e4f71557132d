"""Connecting an accounting system: id and secret, the log-in there and back, which accounts are which, sending now."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.accounting import charts
from vaxel.business.accounting.models import Account
from vaxel.business.exports import collecting, connections, connectors, sending, targets
from vaxel.business.exports.connectors import DataError, LoginLost, NoAnswer, Throttled, Tokens, Transient
from vaxel.business.exports.models import Target, Unit
from vaxel.business.locations.models import Site
from vaxel.doors import wording
from vaxel.doors.auth.surely import asks_password
from vaxel.doors.office.books.listing import account_name
from vaxel.doors.office.desk import by, desk, go, only_who_may, screen
from vaxel.doors.office.handover.views import only_for_the_books, the_target, today
from vaxel.doors.office.lists.listing import a_day
from vaxel.kernel.refusals import NotFound, Refused

AT_ONCE, READ_MOST = 40, 100


class TheySaidNo(Refused):
    """What the other side said."""

    sentence = _("It did not work there: %(why)s")


@dataclass(frozen=True, slots=True)
class _Fresh:
    """The tokens of a log-in that is not complete yet."""

    tokens: Tokens
    tenant: str = ""

    def access(self) -> str:
        """The token that was just given out."""
        return self.tokens.access

    def renew(self, refused: str) -> str:
        """There is no other."""
        raise LoginLost(_("The log-in was not taken."))


def _online(key: str) -> Target:
    target = the_target(key)
    if key == "sie":
        raise NotFound()
    return target


def _back(request: HttpRequest, key: str) -> str:
    """The address that they send people back to: exactly the one that was told them."""
    path = reverse("handover:back", args=[key])
    return settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)


@screen
@asks_password
def show(request: HttpRequest, key: str) -> HttpResponse:
    """How it is connected, and the form for id and secret; after it, the link to log in."""
    only_for_the_books(request)
    only_who_may(request, "exports.begin_login")
    target, link, fault = _online(key), "", ""
    if request.method == "POST":
        client_id = request.POST.get("client_id", "")
        try:
            state = connections.begin_login(
                target, client_id=client_id, secret=request.POST.get("secret", ""), **by(request)
            )
            link = connectors.of(target).login_url(client_id.strip(), _back(request, key), state)
        except Refused as refusal:
            fault = str(refusal)
        target.refresh_from_db()
    context = {
        "target": target, "word": wording.ACCOUNTING[key], "link": link, "fault": fault, "back": _back(request, key),
        "client_id": request.POST.get("client_id", target.client_id),
    }  # fmt: skip
    return render(request, "office/handover/connect.html", context, status=422 if fault else 200)


@screen
@require_GET
def back(request: HttpRequest, key: str) -> HttpResponseBase:
    """They sent the person back: the log-in is claimed, the code is changed for tokens, and the company is known."""
    only_for_the_books(request)
    target = connections.claim_login(_online(key), state=request.GET.get("state", ""), **by(request))
    page = reverse("handover:connect", args=[key])
    if not request.GET.get("code"):
        raise TheySaidNo(why=request.GET.get("error", "?")[:80])
    connector = connectors.of(target)
    try:
        tokens = connector.exchange(connections.client_of(target), request.GET["code"], _back(request, key))
        company = connector.company(_Fresh(tokens), request.GET.dict())
    except (DataError, LoginLost, Throttled, Transient, NoAnswer) as error:
        raise TheySaidNo(why=str(error)) from error
    kept = connections.keep_tokens(target, tokens, company=company, **by(request))
    return go(request, page, _("Connected to %(name)s.") % {"name": kept.tenant_name or kept.tenant})


@screen
@require_POST
def disconnect(request: HttpRequest, key: str) -> HttpResponse:
    """Nothing is sent any more."""
    only_for_the_books(request)
    connections.disconnect(_online(key), **by(request))
    return go(request, reverse("handover:connect", args=[key]), _("It is disconnected."))


@screen
@require_POST
def send(request: HttpRequest, key: str) -> HttpResponse:
    """All that is closed is gathered, and the first of it is sent now; the worker goes on with the rest."""
    only_for_the_books(request)
    only_who_may(request, "exports.begin_unit")
    target = _online(key)
    collecting.collect(target, until=today(request), today=today(request), **by(request))
    done = sending.work(target, by=desk(request).actor, most=AT_ONCE)
    there, rest = done["confirmed"], sum(n for state, n in done.items() if state != "confirmed")
    if rest:
        messages.warning(request, _("%(n)s did not get there: look at the list.") % {"n": rest})
    said = _("%(n)s vouchers are there. What is left goes by itself.") % {"n": there}
    return go(request, reverse("handover:units", args=[key]), said)


@screen
@require_POST
def read_back(request: HttpRequest, key: str) -> HttpResponse:
    """Their copies of some days are read again, to be compared with ours."""
    only_for_the_books(request)
    only_who_may(request, "exports.keep_theirs")
    first, last = a_day(request.POST.get("from", "")), a_day(request.POST.get("to", ""))
    units = Unit.objects.filter(target=_online(key), state="confirmed").order_by("-business_date")
    if first and last:
        units = units.filter(business_date__range=(first, last))
    n = sending.read_back(_online(key), list(units[:READ_MOST]), by=desk(request).actor)
    page = f"{reverse('handover:compare', args=[key])}?from={first or ''}&to={last or ''}"
    return go(request, page, _("%(n)s vouchers were read there.") % {"n": n})


@screen
def accounts(request: HttpRequest, key: str) -> HttpResponse:
    """Which of their accounts and sites ours are; with *check*, they are asked for each."""
    only_for_the_books(request)
    only_who_may(request, "exports.map_ids")
    target, lacking, fault = _online(key), [], ""
    numbers = sorted(set(charts.accounts(charts.latest_version()).values())) if charts.latest_version() else []
    names = {one.pk: account_name(one) for one in Account.objects.filter(pk__in=numbers)}
    codes = list(Site.objects.order_by("code").values_list("code", "name"))
    if request.method == "POST":
        wanted = {one: request.POST.get(f"account-{one}", "") for one in numbers}
        target = targets.map_ids(
            target, accounts=wanted, centres={code: request.POST.get(f"centre-{code}", "") for code, _n in codes},
            **by(request),
        )  # fmt: skip
        if request.POST.get("check") != "1":
            return go(request, reverse("handover:accounts", args=[key]), _("The accounts are stored."))
        try:
            lacking = sending.missing(
                target, [target.accounts.get(one, one) for one in numbers], by=desk(request).actor
            )
        except (DataError, LoginLost, Throttled, Transient, NoAnswer) as error:
            fault = str(TheySaidNo(why=str(error)))
        except Refused as refusal:
            fault = str(refusal)
    context = {
        "target": target, "word": wording.ACCOUNTING[key], "lacking": lacking, "fault": fault,
        "checked": request.method == "POST" and not fault,
        "accounts": [(one, names.get(one, ""), target.accounts.get(one, "")) for one in numbers],
        "centres": [(code, name, target.centres.get(code, "")) for code, name in codes],
    }  # fmt: skip
    return render(request, "office/handover/accounts.html", context)
