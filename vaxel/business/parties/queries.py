"""Questions about parties."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from vaxel.business.parties import folding, numbers
from vaxel.business.parties.models import Consent, Party
from vaxel.kernel.db import reads, setup
from vaxel.kernel.db.ordering import begins
from vaxel.kernel.refusals import NotFound, Refused

RANKED_MOST = 200
SHORTEST = 3


def walk_in() -> Party:
    """The standing anonymous customer."""
    found = setup.once("walk-in", lambda: reads.things(Party, "t.is_walk_in"))
    if not found:
        raise NotFound()
    return found[0]


def standing(party: Party) -> Party:
    """The card itself, or the one it was merged into (C-8). No query for a card that stands."""
    return party.merged_into if party.merged_into is not None else party


def selves(party_id: UUID) -> QuerySet[Party, UUID]:
    """The ids of the card and of those that were merged into it: whose papers are this customer's."""
    return Party.objects.filter(Q(pk=party_id) | Q(merged_into=party_id)).values_list("pk", flat=True)


def search(text: str, most: int = 20) -> list[Party]:
    """Parties whose name, e-mail, phone or number holds every word of the text (C-6): names that begin so first.

    Names that begin so are read from an index; only when they are too few are all parties looked through, and never
    for one or two letters.
    """
    words = folding.words(text)
    if not words:
        return []
    found = list(Party.objects.filter(begins("search", " ".join(words))).order_by("search", "pk")[:most])
    if len(found) >= most or sum(map(len, words)) < SHORTEST:
        return found
    wanted = Q()
    for word in words:
        wanted &= Q(search__contains=word)
    more = Party.objects.filter(wanted).order_by("search", "pk")[:RANKED_MOST]
    others = sorted((party for party in more if party not in found), key=lambda party: _rank(party.search, words))
    return (found + others)[:most]


def _rank(folded: str, words: Sequence[str]) -> bool:
    """False, which comes first, when every word begins a word; True when one is somewhere inside."""
    return not all(f" {word}" in f" {folded}" for word in words)


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
    found = Party.objects.filter(wanted, is_walk_in=False, merged_into=None)
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
