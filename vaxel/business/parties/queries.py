"""Questions about parties."""

from collections.abc import Sequence

from django.db.models import Q

from vaxel.business.parties import folding, numbers
from vaxel.business.parties.models import Consent, Party
from vaxel.kernel.refusals import NotFound, Refused

RANKED_MOST = 200


def walk_in() -> Party:
    """The standing anonymous customer."""
    found = Party.objects.filter(is_walk_in=True).first()
    if found is None:
        raise NotFound()
    return found


def search(text: str, most: int = 20) -> list[Party]:
    """Parties whose name, e-mail, phone or number holds every word of the text (C-6): names that begin so first."""
    words = folding.words(text)
    if not words:
        return []
    wanted = Q()
    for word in words:
        wanted &= Q(search__contains=word)
    found = list(Party.objects.filter(wanted).order_by("name", "pk")[:RANKED_MOST])
    found.sort(key=lambda party: _rank(party.search, words))
    return found[:most]


def _rank(folded: str, words: Sequence[str]) -> int:
    """0: the name begins with the first word; 1: every word begins a word; 2: somewhere inside."""
    if folded.startswith(words[0]):
        return 0
    return 1 if all(f" {word}" in f" {folded}" for word in words) else 2


def likely_same(
    *, organisation_number: str = "", email: str = "", phone: str = "", but: Party | None = None
) -> list[Party]:
    """Parties with the same organisation number, address or phone: a warning, never an obstacle (C-7)."""
    wanted = Q(pk__in=[])
    if organisation_number.strip():
        wanted |= Q(organisation_number=_as_stored(organisation_number))
    if email.strip():
        wanted |= Q(email=folding.email_folded(email))
    digits = folding.phone_digits(phone)
    if digits:
        wanted |= Q(phone_digits=digits)
    found = Party.objects.filter(wanted, is_walk_in=False)
    if but is not None:
        found = found.exclude(pk=but.pk)
    return list(found.order_by("name", "pk")[:10])


def _as_stored(number: str) -> str:
    try:
        return numbers.organisation_number(number, private=False)
    except Refused:
        return number


def may_message(party: Party, *, channel: str, purpose: str) -> bool:
    """Whether the party may be sent messages of the purpose there: its newest word, else only `service` (C-22)."""
    newest = Consent.objects.filter(party=party, channel=channel, purpose=purpose).order_by("-at", "-id").first()
    return newest.given if newest else purpose == "service"
