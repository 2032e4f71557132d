"""A till's request as facts: typed, with the hash of each body checked."""

import hashlib
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, Struct

from vaxel.business.payments.till_facts import Item
from vaxel.kernel.refusals import BadInput

LARGEST_BODY = 1_000_000
MOST_ITEMS = 50


class Unreadable(BadInput):
    """The till and the server do not mean the same; nothing is lost."""

    code = "bad_request"
    sentence = _("The till's request cannot be read: %(problem)s. Nothing is lost; it is sent again.")


class TooLarge(BadInput):
    """Fewer at once."""

    status = 413
    sentence = _("Too much at once. Send at most 50 facts and 1 MB.")


class SentItem(Struct, kw_only=True):
    """A fact on the wire."""

    seq: Annotated[int, Meta(ge=1, le=2**53)]
    uuid: UUID
    schema: Annotated[int, Meta(ge=0, le=32_000)] = 1
    kind: Annotated[str, Meta(min_length=1, max_length=200)]
    client_at: Annotated[datetime, Meta(tz=True)]
    skew_ms: Annotated[int, Meta(ge=-(2**53), le=2**53)] | None = None
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    body: Annotated[str, Meta(max_length=LARGEST_BODY)]
    print: bool = False


class Sync(Struct, kw_only=True):
    """What a till sends: how it stands, and its next facts in order."""

    device: UUID
    schema: Annotated[int, Meta(ge=0, le=32_000)] = 1
    app: str = ""
    pending: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0
    oldest: Annotated[datetime, Meta(tz=True)] | None = None
    sent_at: Annotated[datetime, Meta(tz=True)] | None = None
    items: list[SentItem] = []


class Pin(Struct, kw_only=True):
    """Someone stands at the till and has typed a PIN."""

    operator: UUID
    pin: Annotated[str, Meta(min_length=1, max_length=20)]


class Enrolment(Struct, kw_only=True):
    """A browser that is to sell without the server."""

    device_id: UUID
    register: UUID
    name: Annotated[str, Meta(max_length=200)]
    schema: int = 1


def read[T](request: HttpRequest, kind: type[T]) -> T:
    """The request's JSON. Refuses with Unreadable, TooLarge."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length[:20]) > LARGEST_BODY:
        raise TooLarge()
    try:
        return msgspec.json.decode(request.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(problem=str(error)[:200]) from error


def facts(sent: Sync) -> list[Item]:
    """The facts with their hashes checked. Refuses with TooLarge, and Unreadable for a text that is not its hash's."""
    if len(sent.items) > MOST_ITEMS:
        raise TooLarge()
    for one in sent.items:
        if hashlib.sha256(one.body.encode()).hexdigest() != one.sha256:
            raise Unreadable(problem=f"items[seq {one.seq}].sha256")
    return [
        Item(
            one.seq, one.uuid, one.schema, one.kind, one.client_at, one.sha256, one.body, skew_ms=one.skew_ms,
            sent_at=sent.sent_at, prints=one.print,
        )
        for one in sent.items
    ]  # fmt: skip
