"""Messages on their way: written in the action that causes them, sent after commit, never twice by themselves (C-44).

lay(…)          part of another action: a row waits
work(message)   the carrier is asked, outside any transaction; the worker does it
hear(…)         a delivery receipt; repeats and late ones change nothing that is known better
again(…)        a person has it tried once more
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site
from vaxel.business.messaging import carriers, fake, rules
from vaxel.business.messaging.carriers import Carrier, NoAnswer, NotTaken, Outgoing
from vaxel.business.messaging.events import MessageLaid
from vaxel.business.messaging.models import LINK, Message, StoppedAddress
from vaxel.business.messaging.states import MESSAGE
from vaxel.business.parties import folding
from vaxel.business.parties.models import Consent, Party
from vaxel.business.parties.parties import BadEmail, BadPhone
from vaxel.business.parties.queries import may_message
from vaxel.business.tickets.models import Ticket
from vaxel.kernel import actions, clock
from vaxel.kernel.actions import action, note, publish, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.backoff import pause_s
from vaxel.kernel.events import subscribe
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import Conflict, NotFound, Refused
from vaxel.kernel.worker import every

MOST_TRIES = 12
LEASE = timedelta(seconds=90)


class NoCarrier(Refused):
    """The shop has not chosen who carries such messages."""

    sentence = _("The shop cannot send this itself. Send it from your own phone or mail program.")


class NoConsent(Refused):
    """Only messages about the work need no consent (C-22)."""

    sentence = _("%(name)s has not agreed to be sent this. Nothing was sent.")


class NothingToSendAgain(Conflict):
    """What waits is sent anyway, what arrived needs no other."""

    sentence = _("The message is “%(state)s”; it is not sent again.")


class OtherMessage(Conflict):
    """One message per cause."""

    sentence = _("Another message has been sent for the same reason. Nothing was sent.")


def way(typed: str) -> tuple[str, str]:
    """(channel, address) of what was typed: `070-123 45 67` → sms, +46701234567. Refuses with BadEmail, BadPhone."""
    text = typed.strip()
    if "@" in text:
        address = folding.email_folded(text)
        try:
            validate_email(address)
        except ValidationError:
            raise BadEmail(email=text) from None
        return Message.MAIL, address
    digits = folding.phone_digits(text)
    if not digits:
        raise BadPhone(phone=text)
    return Message.SMS, f"+{digits}"


def lay(
    site: Site, party: Party, *, to: str, text: str, key: str, subject: str = "", link: str = "",
    purpose: str = "service", ticket: Ticket | None = None, asked: bool = True, by: Actor, at: datetime,
) -> Message:  # fmt: skip
    """The message waits in the outbox; part of the caller's action. The same key again is the same message.

    `asked`: a person pressed for it now; what machinery sends, and all that is not about the work, waits for 08:00 when
    it is late there (C-35). Refuses with BadEmail, BadPhone, NoCarrier, NoConsent, OtherMessage.
    """
    channel, address = way(to)
    held = Message.objects.filter(key=key).first()
    if held is not None:
        if (held.to, held.text) != (address, text):
            raise OtherMessage()
        return held
    if carriers.of(channel) is None:
        raise NoCarrier()
    if not may_message(party, channel=channel, purpose=purpose) or _stopped(party, channel, address, purpose):
        raise NoConsent(name=party.name)
    due = rules.may_go_at(at, site.time_zone, disturbs=purpose != "service" or not asked)
    made = Message(
        id=new_id(), site=site, ticket=ticket, party=party, key=key, channel=channel, purpose=purpose, to=address,
        language=party.language, subject=subject, text=text, link=link, made_by=by.name, made_at=at, due_at=due,
    )  # fmt: skip
    made.parts = rules.sms_size(made.whole).parts if channel == Message.SMS else 0
    made.save(force_insert=True)
    touch(made)
    publish(MessageLaid(str(made.pk)))
    return made


def _stopped(party: Party, channel: str, address: str, purpose: str) -> bool:
    """Whether the address asked to be left alone, and has not agreed anew since (C-23)."""
    if purpose == "service":
        return False
    stopped = StoppedAddress.objects.filter(channel=channel, address=address).first()
    if stopped is None:
        return False
    since = Consent.objects.filter(party=party, channel=channel, purpose=purpose, given=True, at__gt=stopped.at)
    return not since.exists()


def work(message: Message) -> Message:
    """The message has been tried once, outside any transaction, and what is known is stored."""
    if actions.in_transaction():
        raise RuntimeError("nothing outside is called inside a transaction")
    by = Actor.system("messages", site_id=message.site_id)
    fresh = take(message, by=by, at=clock.now())
    if fresh is None or fresh.state != "sending":
        return fresh or message
    carrier = carriers.of(fresh.channel)
    if carrier is None:
        return apply(fresh, "failed", error=str(NoCarrier.sentence), by=by, at=clock.now())
    state, their_id, error = _carry(carrier, fresh)
    return apply(
        fresh, state, carrier=carrier.name, carriers_id=their_id, error=error, tells=carrier.tells, by=by,
        at=clock.now(),
    )  # fmt: skip


def _carry(carrier: Carrier, message: Message) -> tuple[str, str, str]:
    """(state, the carrier's id, why not) after one try."""
    sent = Outgoing(str(message.pk), message.to, message.subject, message.whole, _receipts(message))
    try:
        return "sent", carrier.carry(sent)[:80], ""
    except NoAnswer:
        return "unknown", "", ""
    except NotTaken as refusal:
        again = refusal.again and message.tries < MOST_TRIES
        return ("waiting" if again else "failed"), "", refusal.reason


def _receipts(message: Message) -> str:
    base = settings.PUBLIC_URL
    return f"{base}/hooks/sms/{message.pk}/{secret(message.pk)}" if base else ""


def secret(message_id: UUID) -> str:
    """What stands in the address that hears of the message: nobody makes it without the shop's key."""
    return salted_hmac("vaxel.messaging.receipts", str(message_id), algorithm="sha256").hexdigest()[:40]


@action("messages.take")
def take(message: Message, *, by: Actor, at: datetime) -> Message | None:
    """The message is ours to send; None when it is decided or another's. One whose sender vanished is unknown."""
    fresh = Message.objects.select_for_update().get(pk=message.pk)
    if fresh.state == "sending" and fresh.tried_at and fresh.tried_at <= at - LEASE:
        fresh.state = "unknown"
        fresh.save(update_fields=["state"])
        return fresh
    if fresh.state != "waiting" or fresh.due_at > at:
        return None
    fresh.state, fresh.tries, fresh.tried_at = "sending", fresh.tries + 1, at
    fresh.save(update_fields=["state", "tries", "tried_at"])
    return fresh


@action("messages.apply")
def apply(
    message: Message, state: str, *, carrier: str = "", carriers_id: str = "", error: str = "", tells: bool = True,
    by: Actor, at: datetime,
) -> Message:  # fmt: skip
    """The message is where the carrier says it is, if that is news; states only move as the table has it."""
    fresh = Message.objects.select_for_update().get(pk=message.pk)
    fresh.carrier, fresh.carriers_id = carrier or fresh.carrier, carriers_id or fresh.carriers_id
    if MESSAGE.allows(fresh.state, state):
        fresh.state, fresh.error = state, error[:300]
        if state == "waiting":
            fresh.due_at = at + timedelta(seconds=pause_s(fresh.tries))
        if state == "sent":
            fresh.sent_at = at
        if state in ("delivered", "failed"):
            fresh.ended_at = at
        if fresh.carrier != "fake" and (state == "delivered" or (state == "sent" and not tells)):
            fresh.link = ""
    fresh.save()
    note(state=fresh.state)
    if fresh.ticket is not None:
        touch(fresh.ticket)
    return fresh


def hear(message_id: UUID, given: str, outcome: str, *, at: datetime) -> None:
    """A receipt: `delivered` or `failed`; anything else says nothing. Refuses with NotFound without the secret."""
    if not constant_time_compare(given, secret(message_id)):
        raise NotFound()
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        raise NotFound()
    tell(message, outcome, at=at)


def tell(message: Message, outcome: str, *, at: datetime) -> None:
    """What became of the message is stored, once."""
    if outcome in ("delivered", "failed") and MESSAGE.allows(message.state, outcome):
        apply(message, outcome, by=Actor.system("messages", site_id=message.site_id), at=at)


@action("messages.again")
def again(message: Message, *, by: Actor, at: datetime) -> Message:
    """A person has seen that it did not arrive, or does not mind that it comes twice: it is tried once more.

    Refuses with NothingToSendAgain.
    """
    fresh = Message.objects.select_for_update().get(pk=message.pk)
    if not _may_go_again(fresh):
        raise NothingToSendAgain(state=MESSAGE.names[fresh.state])
    _wait_again(fresh, at)
    return fresh


@action("messages.again_many")
def again_many(messages: Sequence[Message], *, by: Actor, at: datetime) -> int:
    """Those of the messages that did not arrive are tried once more, the others left alone; how many were.

    Refuses with NothingToSendAgain when none of them can be.
    """
    ids = sorted(message.pk for message in messages)
    held = list(Message.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    wanted = [one for one in held if _may_go_again(one)]
    if not wanted:
        raise NothingToSendAgain(state=", ".join(sorted({str(MESSAGE.names[one.state]) for one in held})) or "–")
    for one in wanted:
        _wait_again(one, at)
    note(messages=len(wanted))
    return len(wanted)


def _may_go_again(message: Message) -> bool:
    gone = LINK in message.text and not message.link
    return message.state in ("failed", "unknown") and not gone


def _wait_again(fresh: Message, at: datetime) -> None:
    fresh.state, fresh.due_at, fresh.tries, fresh.error, fresh.ended_at = "waiting", at, 0, "", None
    fresh.save()
    touch(fresh)
    publish(MessageLaid(str(fresh.pk)))


@subscribe(MessageLaid)
def begin(body: dict[str, str], at: datetime) -> None:
    """A message that was just laid is tried at once."""
    for message in _undecided(Q(pk=body["message_id"])):
        work(message)


@every(5)
def watch() -> None:
    """What waits is tried when its time has come; the fake's receipts come too. Run twice, it sends once."""
    now = clock.now()
    lost = Q(state="sending", tried_at__lte=now - LEASE)
    for message in _undecided(Q(state="waiting", due_at__lte=now) | lost):
        work(message)
    for message in Message.objects.filter(carrier="fake", state__in=["sent", "unknown"]).order_by("made_at")[:50]:
        for outcome in fake.receipts(message.to, now - (message.tried_at or message.made_at)):
            tell(message, outcome, at=now)


def _undecided(which: Q) -> Sequence[Message]:
    found = Message.objects.filter(which, state__in=["waiting", "sending"])
    return list(found.order_by("due_at", "id")[:50])
