"""A way into the staff ledger for an inspector without a log-in: signed, for one site, over within the hour (S-188).

Nothing is stored: the pass is its own proof. Who handed it out and every look through it are in history.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import NotFound, Refused

GOOD_FOR = timedelta(minutes=60)
KEPT_YEARS = 3  # two whole ones, and one for tax years that end in another calendar year (S-189)
_SALT = "presence.inspector"


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass opens: the site's ledger from `first_kept` on, until then. `by`: whoever holds it."""

    site: Site
    by: Actor
    until: datetime
    first_kept: date


class PassOver(Refused):
    """It was for a visit, not for always."""

    status = 410
    sentence = _("This way into the staff ledger was good for an hour and is over. Ask the staff to show it again.")


@action("presence.hand_out")
def hand_out(site: Site, *, by: Actor, at: datetime) -> str:
    """The text of a pass to the site's ledger, good for GOOD_FOR; that it was handed out is in history."""
    until = at + GOOD_FOR
    touch(site)
    note(until=until.isoformat())
    return signing.dumps([site.pk.hex, int(until.timestamp()), by.name], salt=_SALT, compress=True)


def opened(text: str, at: datetime) -> Pass:
    """What the pass opens. Refuses with NotFound, PassOver."""
    try:
        site_id, until_s, handed_out_by = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        raise NotFound() from None
    until = datetime.fromtimestamp(until_s, tz=at.tzinfo)
    if at >= until:
        raise PassOver()
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        raise NotFound()
    by = Actor(
        "token", f"Kontrollant (visat av {handed_out_by})", site_id=site.pk,
        grants={site.pk: frozenset({"presence.show"})},
    )  # fmt: skip
    return Pass(site, by, until, date(clock.local(at, site.time_zone).year - KEPT_YEARS, 1, 1))
