"""What must always hold for parties."""

from collections.abc import Iterator

from vaxel.business.parties.models import Consent, Party
from vaxel.business.parties.parties import search_text
from vaxel.kernel.checks import check


@check("parties.search")
def search_is_filled() -> Iterator[str]:
    """Everyone can be found by what the row says."""
    for party in Party.objects.filter(is_walk_in=False).iterator():
        if party.search != search_text(party):
            yield f"party {party.pk} is searched as {party.search!r}, the row says {search_text(party)!r}"


@check("parties.walk_in")
def the_walk_in_customer_is_bare() -> Iterator[str]:
    """The anonymous customer has neither terms nor consent (C-2)."""
    for party in Party.objects.filter(is_walk_in=True):
        if party.terms_days is not None or party.credit_limit_minor:
            yield "the walk-in customer may buy on account"
    for consent in Consent.objects.filter(party__is_walk_in=True):
        yield f"the walk-in customer has consent {consent.pk}"
