"""What must always hold for parties."""

from collections.abc import Iterator

from vaxel.business.parties.models import Consent, Party, PartyMerge
from vaxel.business.parties.parties import search_text
from vaxel.kernel.checks import check


@check("parties.search")
def search_is_filled() -> Iterator[str]:
    """Everyone can be found by what the row says."""
    for party in Party.objects.filter(is_walk_in=False).iterator():
        said = "" if party.merged_into_id else search_text(party)
        if party.search != said:
            yield f"party {party.pk} is searched as {party.search!r}, the row says {said!r}"


@check("parties.aliases")
def aliases_lead_to_a_card() -> Iterator[str]:
    """An alias leads to a card that stands by itself, by a merge that was not undone (C-8)."""
    for alias in Party.objects.exclude(merged_into=None).select_related("merged_into").iterator():
        if alias.merged_into and alias.merged_into.merged_into_id is not None:
            yield f"party {alias.pk} leads to {alias.merged_into_id}, which is an alias too"
        if not PartyMerge.objects.filter(gone=alias, undone_at=None).exists():
            yield f"party {alias.pk} leads to another card, and no merge says why"


@check("parties.walk_in")
def the_walk_in_customer_is_bare() -> Iterator[str]:
    """The anonymous customer has neither terms nor consent (C-2)."""
    for party in Party.objects.filter(is_walk_in=True):
        if party.terms_days is not None or party.credit_limit_minor:
            yield "the walk-in customer may buy on account"
    for consent in Consent.objects.filter(party__is_walk_in=True):
        yield f"the walk-in customer has consent {consent.pk}"
