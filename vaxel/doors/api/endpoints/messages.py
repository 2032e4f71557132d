"""Messages to customers in the shop's own words, and reminders of work that waits."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from msgspec import Meta

from vaxel.business.locations.models import LANGUAGES
from vaxel.business.messaging import templates
from vaxel.business.messaging.models import Message as MessageRow
from vaxel.business.messaging.models import MessageTemplate as TemplateRow
from vaxel.business.schedule import waiting
from vaxel.business.service import telling
from vaxel.business.service.models import DeferredWork
from vaxel.business.service.sending import TOKEN
from vaxel.doors.api.ask import Ask
from vaxel.doors.api.endpoints.bookings import Booking, How, booking_of
from vaxel.doors.api.endpoints.tickets import row_of
from vaxel.doors.api.paging import Page, Paging, cut
from vaxel.doors.api.routes import reads, writes
from vaxel.doors.api.shapes import Body, Language, Moment, Shape

To = Annotated[str, Meta(min_length=3, max_length=254)]


class Message(Shape):
    """Where its link stands `text` has {link}. `state`: waiting, sending, sent, delivered, failed, unknown."""

    id: UUID
    ticket: UUID | None
    channel: str
    purpose: str
    to: str
    text: str
    state: str
    due_at: datetime


class Telling(Body):
    """`ready`: the car can be fetched; `thanks`: after the visit, to those who agreed."""

    kind: Literal["ready", "thanks"]
    to: To


class Reminding(Body):
    """Where to."""

    to: To


class ToBookWork(Body):
    """When the car comes."""

    starts_at: Moment
    how: How = "drop_off"
    language: Language = "sv"


class MessageTemplate(Shape):
    """The words of a kind of message in a language; `own`: the shop's, else the house's."""

    kind: str
    language: str
    subject: str
    text: str
    own: bool


class NewText(Body):
    """The shop's words: fields in braces, such as {name} and {plate}."""

    kind: Literal["ready", "thanks", "waiting"]
    language: Language
    subject: Annotated[str, Meta(min_length=1, max_length=templates.LONGEST_SUBJECT)]
    text: Annotated[str, Meta(min_length=1, max_length=templates.LONGEST)]


def _message(row: MessageRow) -> Message:
    return Message(id=row.pk, ticket=row.ticket_id, channel=row.channel, purpose=row.purpose, to=row.to, text=row.text,
                   state=row.state, due_at=row.due_at)  # fmt: skip


def _address(path: str) -> str:
    """An address of ours with TOKEN in it; empty where the shop's public address is not known."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else ""


@reads("/tickets/{ticket}/messages", may="tickets.read")
def messages(ask: Ask, ticket: UUID, filters: Paging) -> Page[Message]:
    """Messages about the ticket, newest first."""
    query = MessageRow.objects.filter(ticket=row_of(ask, ticket))
    return cut(query, filters, lambda rows: [_message(row) for row in rows])


@writes("POST", "/tickets/{ticket}/messages")
def tell(ask: Ask, ticket: UUID, body: Telling) -> Message:
    """Tell the customer, in the shop's own words."""
    row, page = row_of(ask, ticket), _address(f"/q/{TOKEN}/status")
    return ask.do(telling.tell, _message, row, kind=body.kind, to=body.to, page=page,
                  way_out=_address(f"/stop/{TOKEN}"))  # fmt: skip


@reads("/message-templates", may="tickets.read")
def message_templates(ask: Ask) -> list[MessageTemplate]:
    """The words of every kind of message, in every language."""
    said = [(kind, code, templates.words(kind, code)) for kind in templates.KINDS for code, _name in LANGUAGES]
    return [MessageTemplate(kind=kind, language=code, subject=held.subject, text=held.text, own=held.own)
            for kind, code, held in said]  # fmt: skip


@writes("POST", "/message-templates", status=200)
def set_text(ask: Ask, body: NewText) -> MessageTemplate:
    """Write the text of a kind of message in a language."""

    def shown(row: TemplateRow) -> MessageTemplate:
        return MessageTemplate(kind=row.kind, language=row.language, subject=row.subject, text=row.text, own=True)

    return ask.do(templates.set_words, shown, body.kind, body.language, subject=body.subject, text=body.text)


def _work(ask: Ask, work: UUID) -> DeferredWork:
    rows = DeferredWork.objects.select_related("ticket__site", "customer", "vehicle")
    return ask.one(rows, work, "ticket__site_id")


@writes("POST", "/deferred-work/{work}/remind")
def remind(ask: Ask, work: UUID, body: Reminding) -> Message:
    """Remind the owner of work that waits, if they agreed to reminders."""
    return ask.do(telling.remind, _message, _work(ask, work), to=body.to, way_out=_address(f"/stop/{TOKEN}"))


@writes("POST", "/deferred-work/{work}/bookings")
def book_work(ask: Ask, work: UUID, body: ToBookWork) -> Booking:
    """Book work that waits: a ticket with it, priced anew, and the time."""
    return ask.do(waiting.book, booking_of, _work(ask, work), starts_at=body.starts_at, how=body.how, channel="api",
                  language=body.language)  # fmt: skip
