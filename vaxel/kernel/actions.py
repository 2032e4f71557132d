"""Everything that happens in the shop is an action: one named function, one transaction, one line of history.

    @action("tickets.open")
    def open_ticket(site: Site, *, by: Actor, at: datetime) -> Ticket: ...

The outermost action checks permission at the site of every thing it is given, opens the write transaction, stores
history, touched things and events, and commits; actions it calls run inside it and are noted under it.
`open_ticket.once(key, site, by=…, at=…)` does it at most once: the same key gives the first answer, the same key with
other content is refused.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import update_wrapper
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from vaxel.kernel import card_numbers, clock, events, live
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import rows, statements
from vaxel.kernel.db.writer import write
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import Event, History, HistoryTouch
from vaxel.kernel.once import claim, fingerprint, keep, recall
from vaxel.kernel.refusals import Forbidden, NotFound

REGISTRY: dict[str, "Action[..., Any]"] = {}
_HISTORY = (
    "id", "action", "at", "recorded_at", "actor_kind", "actor_id", "actor_name", "site_id", "register_id",
    "device_id", "outcome", "inner", "note",
)  # fmt: skip


@dataclass(slots=True)
class _Run:
    """What the running outermost action has gathered so far."""

    name: str
    by: Actor
    at: datetime
    id: UUID = field(default_factory=new_id)
    depth: int = 0
    inner: list[list[Any]] = field(default_factory=list)
    touched: dict[UUID, str] = field(default_factory=dict)
    sites: dict[UUID, UUID | None] = field(default_factory=dict)
    events: list[Any] = field(default_factory=list)
    note: dict[str, Any] = field(default_factory=dict)


_running: ContextVar[_Run | None] = ContextVar("running_action", default=None)


def _run() -> _Run:
    run = _running.get()
    if run is None:
        raise RuntimeError("this is only possible inside an action")
    return run


def touch(*things: Model) -> None:
    """The running action's history names these things, and screens that show them hear of it (`live`)."""
    run = _run()
    for thing in things:
        run.touched[thing.pk] = thing._meta.label_lower
        run.sites[thing.pk] = getattr(thing, "site_id", None)


def touch_row(model: type[Model], pk: UUID) -> None:
    """The running action's history names the row, which need not have been read."""
    _run().touched[pk] = model._meta.label_lower


def note(**facts: Any) -> None:
    """The running action's history line remembers these facts (before, after, reason), as JSON."""
    _run().note.update(facts)


def publish(event: Any) -> None:
    """The event (a frozen dataclass) is stored with this action and told to its subscribers after commit."""
    _run().events.append(event)


@contextmanager
def rehearsal(by: Actor, at: datetime) -> Iterator[None]:
    """Inside the block a decision may `note`, `touch` and `publish` as in an action; nothing of it is stored.

    For questions such as "what would this sale cost?"; inside an action it is the action's own run.
    """
    if _running.get() is not None:
        yield
        return
    token = _running.set(_Run("rehearsal", by, at))
    try:
        yield
    finally:
        _running.reset(token)


class Action[**P, R]:
    """A function registered by name; calling it performs it."""

    def __init__(self, name: str, function: Callable[P, R], site: Callable[..., UUID | None] | None) -> None:
        self.name = name
        self.function = function
        self._site = site
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        run = _running.get()
        if run is not None:
            return self._inside(run, args, kwargs)
        by, at = self._permitted(args, kwargs)
        done: R = write(lambda: self._perform(by, at, args, kwargs))
        return done

    def once(
        self, key: str | UUID, /, *args: Any, kept_as: Callable[[R], Any] | None = None, asked: Any = None,
        **kwargs: Any,
    ) -> Any:  # fmt: skip
        """The first result for this key: `kept_as(result)` (JSON) when given, else the result itself (a model or JSON).

        The content that must be the same is the arguments; or `asked`, when a door has what was asked as it came.
        Refuses with KeyReused when the key was used for other content, with StillRunning when the first call has not
        ended within ONCE_WAIT_S. A first call that was refused or died leaves no trace of the key.
        """
        by, at = self._permitted(args, kwargs)
        digest = fingerprint(self.name, args, kwargs) if asked is None else fingerprint(self.name, (asked,), {})

        def work() -> Any:
            held = claim(str(key), self.name, digest, at)
            if held is not None:
                return recall(held)
            return self._perform(
                by, at, args, kwargs, lambda result: keep(str(key), result if kept_as is None else kept_as(result))
            )

        return write(work, wait_s=settings.ONCE_WAIT_S)

    def site_of(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> UUID | None:
        """The site whose permission counts: the action's own rule, else the first thing's site, else the actor's."""
        if self._site is not None:
            return self._site(*args, **kwargs)
        for thing in args[:1]:
            if thing.__class__.__name__ == "Site":
                return thing.pk  # type: ignore[no-any-return]
            if hasattr(thing, "site_id"):
                return thing.site_id  # type: ignore[no-any-return]
        by: Actor = kwargs["by"]
        return by.site_id

    def _permitted(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Actor, datetime]:
        by, at = kwargs.get("by"), kwargs.get("at")
        if not isinstance(by, Actor) or not isinstance(at, datetime) or at.tzinfo is None:
            raise TypeError(f"{self.name}: say who and when: by=Actor, at=an aware datetime")
        card_numbers.refuse(kwargs, args)
        site_id = self.site_of(args, kwargs)
        if by.may(self.name, site_id) and all(by.may(self.name, other) for other in _sites_besides(args, kwargs)):
            return by, at
        run = _Run(self.name, by, at)
        _touch_models(run, args)
        write(lambda: _store(run, outcome="refused"))
        raise Forbidden(permission=self.name) if self._known_here(by) else NotFound()

    def _known_here(self, by: Actor) -> bool:
        """Whether the actor has any standing at all; one who has none is not told what exists (F-24)."""
        return bool(by.grants)

    def _perform(
        self, by: Actor, at: datetime, args: tuple[Any, ...], kwargs: dict[str, Any],
        keep: Callable[[R], Any] | None = None,
    ) -> Any:  # fmt: skip
        """The function's result, or what `keep` makes of it; history and the kept answer are stored together."""
        run = _Run(self.name, by, at)
        token = _running.set(run)
        try:
            result = self.function(*args, **kwargs)
            _touch_models(run, (*args[:1], result))
            with statements.together():
                _store(run)
                return result if keep is None else keep(result)
        finally:
            _running.reset(token)

    def _inside(self, run: _Run, args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
        run.depth += 1
        run.inner.append([run.depth, self.name])
        try:
            return self.function(*args, **kwargs)
        finally:
            run.depth -= 1


def _sites_besides(args: tuple[Any, ...], kwargs: dict[str, Any]) -> set[UUID]:
    """The sites of things that take part besides the first: a register must be one the actor may use, too (F-24)."""
    things = (one for one in (*args[1:], *kwargs.values()) if isinstance(one, Model))
    return {site_id for one in things if (site_id := getattr(one, "site_id", None)) is not None}


def _touch_models(run: _Run, things: tuple[Any, ...]) -> None:
    for thing in things:
        if isinstance(thing, Model) and isinstance(thing.pk, UUID):
            run.touched.setdefault(thing.pk, thing._meta.label_lower)
            run.sites.setdefault(thing.pk, getattr(thing, "site_id", None))


def _store(run: _Run, outcome: str = "done") -> None:
    by = run.by
    line = (
        run.id, run.name, run.at, clock.now(), by.kind, by.id, by.name, by.site_id, by.register_id, by.device_id,
        outcome, run.inner, run.note,
    )  # fmt: skip
    rows.insert(History, _HISTORY, [line])
    live.changed(*live.topics_of(run.touched, run.sites, by.site_id))
    if run.touched:
        rows.insert(
            HistoryTouch, ("history", "kind", "object_id"), [(run.id, kind, pk) for pk, kind in run.touched.items()]
        )
    if run.events:
        published = [events.row_of(event, run.at) for event in run.events]
        rows.insert(Event, events.COLUMNS, published)
        if any(events.waits(row) for row in published):
            transaction.on_commit(wake)


_wakers: list[Callable[[], None]] = []


def wake() -> None:
    """Whoever waits for news in this process (the worker's thread) looks now."""
    for waker in _wakers:
        waker()


def on_news(waker: Callable[[], None]) -> None:
    """`waker` is called after each commit that published events."""
    _wakers.append(waker)


def action[**P, R](
    name: str, *, site: Callable[..., UUID | None] | None = None
) -> Callable[[Callable[P, R]], Action[P, R]]:
    """Register the function under `name`; `site(*args, **kwargs)` says whose permission counts where not obvious."""

    def register(function: Callable[P, R]) -> Action[P, R]:
        if name in REGISTRY:
            raise ValueError(f"two actions are named {name}")
        made = Action(name, function, site)
        REGISTRY[name] = made
        return made

    return register


def in_transaction() -> bool:
    """Whether this thread holds a transaction: nothing outside may be called then (invariant 9)."""
    return connection.in_atomic_block


__all__ = ["REGISTRY", "Action", "Actor", "action", "note", "publish", "touch", "touch_row"]
