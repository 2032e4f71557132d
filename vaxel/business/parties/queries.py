"""Questions about parties."""

from django.db.models import Q

from vaxel.business.parties import folding
from vaxel.business.parties.models import Consent, Party
from vaxel.kernel.refusals import NotFound


def walk_in() -> Party:
    """The standing anonymous customer."""
    found = Party.objects.filter(is_walk_in=True).first()
    if found is None:
        raise NotFound()
    return found


def search(text: str, most: int = 20) -> list[Party]:
    """Parties whose name, e-mail, phone or number contains every word of the text, best first."""
    words = folding.fold(text).split()
    if not words:
        return []
    wanted = Q()
    for word in words:
        wanted &= Q(search__contains=word)
    return list(Party.objects.filter(wanted).order_by("name", "pk")[:most])


def likely_same(
    *, organisation_number: str = "", email: str = "", phone: str = "", but: Party | None = None
) -> list[Party]:
    """Parties with the same organisation number, address or phone: a warning, never an obstacle (C-7)."""
    wanted = Q(pk__in=[])
    if organisation_number:
        wanted |= Q(organisation_number=organisation_number)
    if email:
        wanted |= Q(email=folding.email_folded(email))
    digits = folding.phone_digits(phone)
    if digits:
        wanted |= Q(phone_digits=digits)
    found = Party.objects.filter(wanted, is_walk_in=False)
    if but is not None:
        found = found.exclude(pk=but.pk)
    return list(found.order_by("name", "pk")[:10])


def may_message(party: Party, *, channel: str, purpose: str) -> bool:
    """Whether the party may be sent messages of the purpose there: its newest word, else only `service` (C-22)."""
    newest = Consent.objects.filter(party=party, channel=channel, purpose=purpose).order_by("-at", "-id").first()
    return newest.given if newest else purpose == "service"
