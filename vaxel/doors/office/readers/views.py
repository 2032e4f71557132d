"""Card readers: whether cards can be taken here, which readers stand where, and how one more is connected."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations.models import Register
from vaxel.business.payments import readers
from vaxel.business.payments.models import CardReader
from vaxel.doors.office.desk import at_sites, by, desk, found, go, only_who_may, screen
from vaxel.kernel.refusals import BadInput, Refused
from vaxel.links.stripe import readers as stripe

MODES = {
    "none": gettext_lazy("No account yet: cards are taken on a terminal of your own and written down by hand."),
    "wrong": gettext_lazy("The key cannot be used."),
    "simulated": gettext_lazy("Simulated: everything works, and no money moves."),
    "test": gettext_lazy("Stripe's test mode: no money moves."),
    "live": gettext_lazy("Connected to Stripe: real money moves."),
}


class NoAnswer(Refused):
    """The provider cannot be reached."""

    status = 409
    sentence = gettext_lazy("The payment provider does not answer. See that the internet works, and try again.")


class WrongCode(BadInput):
    """The three words are not those of a reader."""

    sentence = gettext_lazy(
        "No reader shows that code now. Make a new one on the reader (Settings, 07139, Generate pairing code)."
    )


class SaysNo(Refused):
    """The provider answers, and refuses: the key may do too little, or the account lacks something."""

    status = 409
    sentence = gettext_lazy("The payment provider says no: %(code)s. See there what the key may do.")


def _as_refusal(no: stripe.NotConnected) -> Refused:
    if no.code == "no_answer":
        return NoAnswer()
    return WrongCode() if no.code == "wrong_code" else SaysNo(code=no.code)


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The account, the site's readers, and those of the account that no site uses yet."""
    only_who_may(request, "readers.add")
    return _show(request)


def _show(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    here, account, fault = desk(request), stripe.account(), ""
    known: list[stripe.Found] = []
    if account.mode not in ("none", "wrong"):
        try:
            known = stripe.known()
        except stripe.NotConnected as no:
            fault = str(_as_refusal(no))
    ours = CardReader.objects.filter(site=here.site, retired_at=None).select_related("register").order_by("label")
    online = {one.id: one.online for one in known}
    used = set(CardReader.objects.filter(retired_at=None).values_list("provider_id", flat=True))
    context = {
        "account": account, "mode": MODES[account.mode], "fault": str(refusal) if refusal else fault,
        "readers": [(one, online.get(one.provider_id)) for one in ours],
        "free": [one for one in known if one.id not in used], "connects": account.mode not in ("none", "wrong"),
        "registers": Register.objects.filter(site=here.site, retired_at=None).order_by("name"),
        "readers_page": settings.STRIPE_READERS_PAGE, "key_file": settings.STRIPE_KEY_FILE.name,
        "typed": request.POST,
    }  # fmt: skip
    return render(request, "office/readers/list.html", context, status=refusal.status if refusal else 200)


@screen
@require_POST
def connect(request: HttpRequest) -> HttpResponse:
    """The reader that shows the code is the site's from now on."""
    only_who_may(request, "readers.add")
    site = desk(request).site
    register = _register(request, site.pk)
    label = request.POST.get("label", "").strip() or _("Reader")
    try:
        made = stripe.connect(request.POST.get("code", ""), label, site)
    except stripe.NotConnected as no:
        return _show(request, _as_refusal(no))
    readers.add(site, provider_id=made.id, label=label, kind=made.kind, register=register, **by(request))
    return go(request, reverse("readers:list"), _("The reader is connected. Take a small payment to try it."))


@screen
@require_POST
def adopt(request: HttpRequest) -> HttpResponse:
    """A reader that the account has already is the site's from now on."""
    only_who_may(request, "readers.add")
    wanted = request.POST.get("reader", "")
    try:
        held = next((one for one in stripe.known() if one.id == wanted), None)
    except stripe.NotConnected as no:
        return _show(request, _as_refusal(no))
    if held is None:
        return _show(request, WrongCode())
    readers.add(desk(request).site, provider_id=held.id, label=held.label, kind=held.kind, **by(request))
    return go(request, reverse("readers:list"), _("The reader is used here now."))


def _register(request: HttpRequest, site_id: UUID) -> Register | None:
    named = request.POST.get("register")
    return found(Register.objects.filter(site=site_id, retired_at=None), named) if named else None


def _reader(request: HttpRequest, reader_id: UUID) -> CardReader:
    return found(at_sites(request, CardReader.objects.select_related("site")), reader_id)


@screen
@require_POST
def place(request: HttpRequest, reader_id: UUID) -> HttpResponse:
    """The reader stands at a register, or serves all of them."""
    reader = _reader(request, reader_id)
    readers.place(reader, register=_register(request, reader.site_id), **by(request))
    return go(request, reverse("readers:list"))


@screen
@require_POST
def retire(request: HttpRequest, reader_id: UUID) -> HttpResponse:
    """The reader is used no more; it can be taken up again."""
    readers.retire(_reader(request, reader_id), **by(request))
    return go(request, reverse("readers:list"), _("The reader is out of use."))
