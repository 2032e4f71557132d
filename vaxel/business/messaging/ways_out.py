"""Ways out of messages: a link that needs no log-in, and a stop word by SMS that acts at once (C-23, C-24)."""

from datetime import datetime
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from vaxel.business.messaging import outbox
from vaxel.business.messaging.models import Message, StoppedAddress
from vaxel.business.parties import folding, parties, queries
from vaxel.business.parties.models import Consent, Party
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import NotFound

STOP_WORDS = frozenset({"STOP", "STOPP", "AVSLUTA", "AVBRYT", "SLUTA", "UNSUBSCRIBE", "END", "QUIT", "CANCEL"})
PURPOSES = tuple(one for one in parties.PURPOSES if one != "service")
CHANNELS = {"s": Message.SMS, "m": Message.MAIL}


def token(party_id: UUID, channel: str) -> str:
    """What stands in the address of the way out; nobody makes it without the shop's key."""
    return f"{party_id.hex}{channel[0]}{_sign(party_id, channel)}"


def _sign(party_id: UUID, channel: str) -> str:
    return salted_hmac("vaxel.messaging.way_out", f"{party_id}:{channel}", algorithm="sha256").hexdigest()[:20]


def of_token(text: str) -> tuple[Party, str]:
    """Whose way out it is, the card that counts, and on which channel. Refuses with NotFound. One query."""
    channel = CHANNELS.get(text[32:33], "")
    try:
        party_id = UUID(text[:32])
    except ValueError:
        raise NotFound() from None
    if not channel or not constant_time_compare(text[33:], _sign(party_id, channel)):
        raise NotFound()
    found = Party.objects.select_related("merged_into").filter(pk=party_id).first()
    if found is None:
        raise NotFound()
    return queries.standing(found), channel


def inbox_secret() -> str:
    """What stands in the address where the carrier posts customers' replies."""
    return salted_hmac("vaxel.messaging.replies", "sms", algorithm="sha256").hexdigest()[:40]


@action("messages.opt_out")
def opt_out(party: Party, *, channel: str, source: str, by: Actor, at: datetime) -> Party:
    """The party is sent nothing on the channel but what is about work under way; asked again, nothing changes."""
    for purpose in PURPOSES:
        newest = Consent.objects.filter(party=party, channel=channel, purpose=purpose).order_by("-at", "-id").first()
        if newest is None or newest.given:
            parties.record_consent(party, channel=channel, purpose=purpose, given=False, source=source, by=by, at=at)
    return party


def is_stop(text: str) -> bool:
    """Whether a reply begins with a stop word."""
    first = text.strip().split(maxsplit=1)[:1]
    return bool(first) and first[0].strip(".,!:;\"'").upper() in STOP_WORDS


@action("messages.stop")
def stop(address: str, *, by: Actor, at: datetime) -> StoppedAddress:
    """The number gets nothing but service from now on, whoever it belongs to, and is answered once (C-23)."""
    made, new = StoppedAddress.objects.get_or_create(channel=Message.SMS, address=address, defaults={"at": at})
    if not new:
        StoppedAddress.objects.filter(pk=made.pk).update(at=at)
    note(address=address)
    last = Message.objects.filter(channel=Message.SMS, to=address).select_related("party", "site")
    newest = last.order_by("-made_at").first()
    for party in {one.party_id: one.party for one in last}.values():
        if not party.is_walk_in:
            opt_out(party, channel=Message.SMS, source="sms", by=by, at=at)
    if newest is not None and new:
        with override(newest.language):
            text = _("You get no more messages from us but about work under way.")
        outbox.lay(newest.site, newest.party, to=address, text=text, key=f"stop {address}", by=by, at=at)
    return made


def hear(sender: str, text: str, *, at: datetime) -> bool:
    """A reply by SMS: a stop word acts at once. Whether it was one."""
    digits = folding.phone_digits(sender)
    if not digits or not is_stop(text):
        return False
    stop(f"+{digits}", by=Actor.system("replies"), at=at)
    return True
