"""The shop's own words: a text per kind of message and language, with fields that are filled in when it is sent.

What the shop has not written is said in the house's words. A field that a kind does not know is refused when the text
is stored, so that no customer ever reads a brace.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from vaxel.business.locations.models import LANGUAGES
from vaxel.business.messaging.models import MessageTemplate
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import BadInput

LONGEST = 1_000
LONGEST_SUBJECT = 160
_FIELD = re.compile(r"\{([^{}]*)\}")
FIELDS: Mapping[str, str | Promise] = {
    "name": _("the customer's name"), "plate": _("the plate"), "car": _("make and model"), "shop": _("the company"),
    "site": _("the site"), "phone": _("the site's phone"), "amount": _("what is to be paid"),
    "link": _("the customer's own page"), "work": _("the work that waits"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message: its purpose decides consent and quiet hours (C-22, C-35), `fields` what its text may hold."""

    name: str | Promise
    purpose: str
    fields: tuple[str, ...]
    subject: str | Promise
    text: str | Promise


_CAR = ("name", "plate", "car", "shop", "site", "phone")
KINDS: Mapping[str, Kind] = {
    "ready": Kind(
        _("The car is ready"), "service", (*_CAR, "amount", "link"), _("Your car is ready"),
        _("Hello {name}! {plate} is ready to be picked up at {site}. To pay: {amount}. {link}"),
    ),
    "thanks": Kind(
        _("Thank you for the visit"), "review", _CAR, _("Thank you for your visit"),
        _("Hello {name}! Thank you for leaving {plate} with us. Tell us how it was: {phone}. {shop}"),
    ),
    "waiting": Kind(
        _("Work that waits"), "reminder", (*_CAR, "work"), _("Your car"),
        _("Hello {name}! {work} on {plate} is still waiting. Call us at {phone} for a time. {shop}"),
    ),
}  # fmt: skip


class NoSuchTemplate(BadInput):
    """There are so many kinds of messages, in so many languages."""

    sentence = _("There is no such message.")


class BadText(BadInput):
    """A message says something, and not too much."""

    sentence = _("Write a text of at most %(most)s characters.")


class BadField(BadInput):
    """A field that nobody fills in is not sent."""

    sentence = _("“%(field)s” is no field of this message. Its fields: %(fields)s.")


@dataclass(frozen=True, slots=True)
class Words:
    """A template as it stands; `own`: the shop has written it itself."""

    subject: str
    text: str
    own: bool


def known(kind: str) -> Kind:
    """The kind of that name. Refuses with NoSuchTemplate."""
    if kind not in KINDS:
        raise NoSuchTemplate()
    return KINDS[kind]


def words(kind: str, language: str) -> Words:
    """The shop's words of the kind, else the house's. One query. Refuses with NoSuchTemplate."""
    held, found = known(kind), MessageTemplate.objects.filter(kind=kind, language=language).first()
    if found is not None:
        return Words(found.subject, found.text, own=True)
    with override(language):
        return Words(str(held.subject), str(held.text), own=False)


@action("templates.set")
def set_words(kind: str, language: str, *, subject: str, text: str, by: Actor, at: datetime) -> MessageTemplate:
    """Messages of the kind are sent in these words. Refuses with NoSuchTemplate, BadText, BadField."""
    if language not in dict(LANGUAGES):
        raise NoSuchTemplate()
    subject, text = " ".join(subject.split()), text.strip()
    check(kind, subject, text)
    note(kind=kind, language=language, before=words(kind, language).text, after=text)
    said = {"subject": subject, "text": text, "changed_at": at}
    return MessageTemplate.objects.update_or_create(kind=kind, language=language, defaults=said)[0]


@action("templates.reset")
def reset(kind: str, language: str, *, by: Actor, at: datetime) -> None:
    """Messages of the kind are sent in the house's words again."""
    note(kind=kind, language=language, before=words(kind, language).text)
    MessageTemplate.objects.filter(kind=kind, language=language).delete()


def check(kind: str, subject: str, text: str) -> None:
    """The words can be stored. Refuses with NoSuchTemplate, BadText, BadField."""
    held = known(kind)
    if not text.strip() or len(text) > LONGEST or not subject.strip() or len(subject) > LONGEST_SUBJECT:
        raise BadText(most=LONGEST)
    for one in (subject, text):
        _check(held, one)


def _check(kind: Kind, text: str) -> None:
    names = ", ".join(f"{{{one}}}" for one in kind.fields)
    for found in _FIELD.findall(text):
        if found not in kind.fields:
            raise BadField(field=f"{{{found}}}", fields=names)
    left = _FIELD.sub("", text)
    if "{" in left or "}" in left:
        raise BadField(field="{" if "{" in left else "}", fields=names)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in, read once: a brace in a value stays what it is. A field without value is
    left out, with the spaces around it."""
    made = _FIELD.sub(lambda one: values.get(one[1], ""), text)
    return "\n".join(" ".join(line.split()) for line in made.splitlines()).strip()
