"""One customer here twice: likely doubles, two cards side by side, merged into one, and apart again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.billing.models import OWED, Document
from vaxel.business.parties import doubles, parties
from vaxel.business.parties.models import CustomerGroup, Party, PartyMerge
from vaxel.business.payments import store_credit
from vaxel.business.service import merging
from vaxel.doors import wording
from vaxel.doors.office.customers.forms import CustomerForm, TermsForm
from vaxel.doors.office.desk import by, desk, found, go, only_who_may, screen
from vaxel.kernel.refusals import BadInput, Refused

BOTH = "both"
LANGUAGES = {"sv": "Svenska", "en": "English"}
LABELS: Mapping[str, str | Promise] = {
    **{name: field.label or "" for name, field in CustomerForm.base_fields.items()},
    "vat_number": gettext_lazy("VAT number"), "group": gettext_lazy("Customer group"),
    "note": TermsForm.base_fields["note"].label or "",
}  # fmt: skip
KINDS: Mapping[str, str | Promise] = {
    "vehicles.ownership": gettext_lazy("Cars"), "tickets.ticket": gettext_lazy("Tickets"),
    "service.deferredwork": gettext_lazy("Work put off"), "messaging.message": gettext_lazy("Messages"),
    "payments.payment": gettext_lazy("Payments"), "purchasing.core": gettext_lazy("Cores"),
}  # fmt: skip
WHY: Mapping[str, str | Promise] = {
    "number": gettext_lazy("same organisation number"), "email": gettext_lazy("same e-mail"),
    "phone": gettext_lazy("same phone"), "name": gettext_lazy("names that sound alike"),
}  # fmt: skip


class TwoAreNeeded(BadInput):
    """Two cards become one."""

    sentence = gettext_lazy("Choose two customers in the list, and then merge them.")


@dataclass(frozen=True, slots=True)
class Choice:
    """A field on both cards. `picked`: whose value counts; `both`: the texts can stand together."""

    name: str
    label: str | Promise
    kept: str
    gone: str
    picked: str
    both: bool = False


@screen
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The likely doubles, likeliest first."""
    only_who_may(request, "parties.merge")
    rows = [(pair, (pair.one, pair.other), [WHY[reason] for reason in pair.reasons]) for pair in doubles.pairs()]
    return render(request, "office/customers/doubles.html", {"pairs": rows, "most": doubles.MOST})


@screen
@require_POST
def picked(request: HttpRequest) -> HttpResponse:
    """On to the page of the two that were ticked in the list. Refuses with TwoAreNeeded."""
    chosen = request.POST.getlist("pick")
    if len(chosen) != 2:
        raise TwoAreNeeded()
    return go(request, f"{reverse('customers:merge')}?{urlencode({'keep': chosen[0], 'other': chosen[1]})}")


@screen
def merge(request: HttpRequest) -> HttpResponse:
    """The two side by side; with POST they are one. What is refused stands above what was chosen."""
    only_who_may(request, "parties.merge")
    asked = request.POST if request.method == "POST" else request.GET
    rows = Party.objects.select_related("group", "merged_into")
    kept, gone = found(rows, asked.get("keep", "")), found(rows, asked.get("other", ""))
    refused: Refused | None = None
    try:
        merging.check(kept, gone)
        if request.method == "POST":
            done = merging.merge(kept, gone, chosen=_chosen(kept, gone, asked), **by(request))
            said = _("%(gone)s is merged into %(kept)s.") % {"gone": gone.name, "kept": done.kept.name}
            return go(request, reverse("customers:show", args=[kept.pk]), said)
    except Refused as refusal:
        refused = refusal
    words = merging.words_after(kept, gone)
    context = {
        "kept": kept, "gone": gone, "refused": refused, "choices": _choices(kept, gone, asked),
        "moved": _moved(gone), "credit_minor": store_credit.balance(gone), "currency": desk(request).site.currency,
        "owed": Document.objects.filter(OWED, customer=gone).count(),
        "words": [
            (wording.word("purpose", purpose).text, wording.word("channel", channel).text, given)
            for (channel, purpose), given in sorted(words.items(), key=lambda one: _place(one[0]))
        ],
        "days": merging.UNDO_DAYS,
    }  # fmt: skip
    return render(request, "office/customers/merge.html", context, status=refused.status if refused else 200)


@screen
@require_POST
def unmerge(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """The card stands by itself again."""
    done = found(PartyMerge.objects.select_related("kept", "gone"), merge_id)
    gone = merging.unmerge(done, **by(request))
    return go(request, reverse("customers:show", args=[gone.pk]), _("%(name)s has a card again.") % {"name": gone.name})


@screen
@require_POST
def apart(request: HttpRequest) -> HttpResponse:
    """The two are not the same, and are not shown again."""
    one, other = (found(Party.objects.all(), request.POST.get(name, "")) for name in ("one", "other"))
    merging.keep_apart(one, other, **by(request))
    return go(request, reverse("customers:doubles"), _("They are kept apart."))


def _place(key: tuple[str, str]) -> tuple[int, int]:
    channel, purpose = key
    return parties.PURPOSES.index(purpose), parties.CHANNELS.index(channel)


def _choices(kept: Party, gone: Party, asked: Mapping[str, str]) -> list[Choice]:
    """Every field that one of the cards holds something in."""
    found = []
    for name in merging.CHOSEN:
        mine, other = _shown(kept, name), _shown(gone, name)
        if not mine and not other:
            continue
        both = name == "note" and bool(mine) and bool(other) and mine != other
        picked = asked.get(f"take_{name}") or (BOTH if both else "other" if not mine else "keep")
        found.append(Choice(name, LABELS[name], mine, other, picked, both))
    return found


def _shown(party: Party, name: str) -> str:
    if name == "group":
        return party.group.name if party.group else ""
    return LANGUAGES.get(party.language, "") if name == "language" else str(getattr(party, name))


def _chosen(kept: Party, gone: Party, asked: Mapping[str, str]) -> dict[str, Any]:
    """The values of the fields in which the other card's was chosen, or both."""
    values: dict[str, CustomerGroup | str | None] = {}
    for name in merging.CHOSEN:
        took = asked.get(f"take_{name}", "keep")
        if took == "other":
            values[name] = getattr(gone, name)
        elif took == BOTH and name == "note":
            values[name] = f"{kept.note}\n{gone.note}"
    return values


def _moved(gone: Party) -> list[tuple[str | Promise, int]]:
    """What would move, in words; tables without a word of their own together."""
    counted = merging.moves(gone)
    rows: list[tuple[str | Promise, int]] = [
        (word, counted[label]) for label, word in KINDS.items() if label in counted
    ]
    others = sum(n for label, n in counted.items() if label not in KINDS and label != "parties.party")
    return [*rows, (_("Other records"), others)] if others else rows
