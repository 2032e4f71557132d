"""Questions of customers: asked on their page, answered by the shop on the ticket, read on the same page (S-89)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.tickets import tickets
from vaxel.business.tickets.models import Question, Ticket
from vaxel.kernel import tray
from vaxel.kernel.actions import action, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Conflict

LONGEST, MOST_OPEN = 1000, 5


class NothingAsked(BadInput):
    """A question has words."""

    sentence = _("Write your question first.")


class AskedEnough(Conflict):
    """A page is not a place to pile up questions."""

    sentence = _("We have your questions and will answer soon. Call us if it is urgent.")


class NothingAnswered(BadInput):
    """An answer has words."""

    sentence = _("Write the answer first.")


def _site_of_ticket(ticket: Ticket, *_args: object, **_kwargs: object) -> UUID:
    return ticket.site_id


@action("quotes.ask_question", site=_site_of_ticket)
def ask(ticket: Ticket, *, text: str, name: str = "", id: UUID | None = None, by: Actor, at: datetime) -> Question:
    """The customer's question stands on the ticket and in the tray until somebody answers.

    Refuses with NothingAsked, AskedEnough.
    """
    words = text.strip()[:LONGEST]
    if not words:
        raise NothingAsked()
    if Question.objects.filter(ticket=ticket, answered_at=None).count() >= MOST_OPEN:
        raise AskedEnough()
    question = Question.objects.create(
        id=id or new_id(), ticket=ticket, name=name.strip()[:160], text=words, asked_at=at
    )
    tray.lay("tickets.question", ticket, site_id=ticket.site_id, at=at, ref=ticket.ref, text=words[:200])
    tickets.bump(ticket.pk)
    touch(ticket)
    return question


@action("quotes.answer_question", site=lambda question, **_: question.ticket.site_id)
def answer(question: Question, *, text: str, by: Actor, at: datetime) -> Question:
    """The customer reads this under their question; answered again, the newer words stand. What lay in the tray about
    the ticket's questions is sorted out with the last of them. Refuses with NothingAnswered.
    """
    words = text.strip()[:LONGEST]
    if not words:
        raise NothingAnswered()
    fresh = Question.objects.select_related("ticket").get(pk=question.pk)
    fresh.answer, fresh.answered_at = words, at
    fresh.answered_by_id = by.id if by.kind == "staff" else None
    fresh.save(update_fields=["answer", "answered_at", "answered_by"])
    if not Question.objects.filter(ticket=fresh.ticket, answered_at=None).exists():
        tray.close("tickets.question", fresh.ticket, note=words[:200], by=by, at=at)
    tickets.bump(fresh.ticket_id)
    touch(fresh.ticket)
    return fresh


def of(ticket: Ticket) -> list[Question]:
    """Every question about the ticket, oldest first. One query."""
    return list(Question.objects.filter(ticket=ticket).select_related("answered_by"))
