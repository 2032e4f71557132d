"""The table of routes: each endpoint is a function whose types say what goes in and out.

    @reads("/parts/{part}", may="parts.read")
    def part(ask: Ask, part: UUID) -> Part: ...

    @writes("POST", "/customers")
    def add_customer(ask: Ask, body: NewCustomer) -> Customer: ...

An argument named in the path is an id; `filters` are the query's; `body` is the JSON. The docstring is the
description in the OpenAPI document.
"""

import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext_lazy as _

from vaxel.doors.api.shapes import dec_hook
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import NotFound, Refused

ANYONE = "anyone"
NOBODY = Actor("token", "")


class NoSuchRoute(NotFound):
    """The address leads nowhere."""

    sentence = _("There is no %(path)s in this API. The list of routes is at /api/v1/openapi.json.")


class WrongMethod(Refused):
    """The address exists, but not for this method."""

    status = 405
    sentence = _("%(method)s is not possible here. Possible: %(allowed)s.")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method at one address."""

    method: str
    path: str
    name: str
    call: Callable[..., Any]
    answers: Any
    params: tuple[str, ...] = ()
    filters: type[msgspec.Struct] | None = None
    body: type[msgspec.Struct] | None = None
    may: str = ""
    status: int = 200
    tag: str = ""
    decoder: "msgspec.json.Decoder[Any] | None" = None

    @property
    def writes(self) -> bool:
        """Whether it changes something and so needs a key."""
        return self.method != "GET"

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (self.call.__doc__ or "").strip().splitlines()[0]


@dataclass(slots=True)
class _Node:
    """A place in the tree of addresses."""

    words: dict[str, "_Node"] = field(default_factory=dict)
    param: "_Node | None" = None
    methods: dict[str, Endpoint] = field(default_factory=dict)


ENDPOINTS: list[Endpoint] = []
_root = _Node()


def reads[F: Callable[..., Any]](path: str, *, may: str) -> Callable[[F], F]:
    """The function answers GET at the address for those who have the permission `may` at some site.

    An empty `may` asks for a valid token only; ANYONE asks for nothing.
    """
    return lambda call: _enlist("GET", path, call, may=may, status=200)


def writes[F: Callable[..., Any]](method: str, path: str, *, status: int = 0) -> Callable[[F], F]:
    """The function performs one action, whose own permission counts. A POST answers 201 unless `status` says else."""
    return lambda call: _enlist(method, path, call, may="", status=status or (201 if method == "POST" else 200))


def _enlist[F: Callable[..., Any]](method: str, path: str, call: F, *, may: str, status: int) -> F:
    hints = typing.get_type_hints(call, include_extras=True)
    body = hints.get("body")
    endpoint = Endpoint(
        method, path, call.__name__, call, hints["return"],
        params=tuple(part[1:-1] for part in path.split("/") if part.startswith("{")),
        filters=hints.get("filters"), body=body, may=may, status=status, tag=call.__module__.rsplit(".", 1)[-1],
        decoder=msgspec.json.Decoder(body, dec_hook=dec_hook) if body else None,
    )  # fmt: skip
    ENDPOINTS.append(endpoint)
    node = _root
    for part in path.strip("/").split("/"):
        if part.startswith("{"):
            node.param = node.param or _Node()
            node = node.param
        else:
            node = node.words.setdefault(part, _Node())
    if method in node.methods:
        raise ValueError(f"two endpoints for {method} {path}")
    node.methods[method] = endpoint
    return call


def find(method: str, path: str) -> tuple[Endpoint, dict[str, UUID]]:
    """The endpoint and the ids in its address. Refuses with NoSuchRoute, WrongMethod, NotFound (a word for an id)."""
    node, values = _root, []
    for part in path.strip("/").split("/"):
        if part in node.words:
            node = node.words[part]
        elif node.param is not None:
            node = node.param
            values.append(part)
        else:
            raise NoSuchRoute(path=path[:200])
    if not node.methods or path.endswith("/"):
        raise NoSuchRoute(path=path[:200])
    endpoint = node.methods.get("GET" if method == "HEAD" else method)
    if endpoint is None:
        raise WrongMethod(method=method, allowed=", ".join(sorted(node.methods)))
    return endpoint, dict(zip(endpoint.params, map(_id, values), strict=True))


def _id(text: str) -> UUID:
    """A UUID in its usual writing; anything else names nothing."""
    try:
        if len(text) == 36:
            return UUID(text)
    except ValueError:
        pass
    raise NotFound()
