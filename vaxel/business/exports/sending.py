"""Units on their way: stored before they are sent, looked for before they are sent again, one sender at a time."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vaxel.business.exports import collecting, connections, connectors, rules
from vaxel.business.exports.connectors import (
    Case,
    Connector,
    DataError,
    Landed,
    LoginLost,
    NoAnswer,
    Throttled,
    Transient,
)
from vaxel.business.exports.models import Target, Unit
from vaxel.business.exports.states import UNIT
from vaxel.business.locations.models import Site
from vaxel.kernel import actions, clock, sealing
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict, Refused
from vaxel.kernel.worker import every

LOST_AFTER = timedelta(minutes=2)
PAUSES_MIN = (1, 5, 15, 60)
GIVEN_UP_AFTER = timedelta(hours=24)
AT_ONCE = 100
ONE_TAKES = timedelta(minutes=5)  # at most, with a log-in renewed in between: begun later it outlasts the hold
AUTOMATIC = Actor.system("accounting")


class NotConnected(Conflict):
    """Nobody has logged in."""

    sentence = _("It is not connected. Log in under Connection first.")


def _company(*_args: Any, **_kwargs: Any) -> None:
    """The books are the company's."""


@action("exports.begin_unit", site=_company)
def begin(unit: Unit, *, body: str, by: Actor, at: datetime) -> Unit | None:
    """The unit is being sent with exactly these bytes; None when it is not to be sent now (A-4)."""
    fresh = Unit.objects.select_for_update().get(pk=unit.pk)
    if fresh.state not in ("ready", "retry_wait") or fresh.due_at > at or fresh.target.state != "on":
        return None
    fresh.state, fresh.request, fresh.attempts, fresh.tried_at = "sending", body, fresh.attempts + 1, at
    fresh.save(update_fields=["state", "request", "attempts", "tried_at"])
    return fresh


@action("exports.settle_unit", site=_company)
def settle(
    unit: Unit, state: str, *, landed: Landed | None = None, error: str = "", wait_s: int = 0, by: Actor, at: datetime
) -> Unit:  # fmt: skip
    """What became of the unit is stored; a throttled one counts as not tried. Refuses with WrongState."""
    fresh = Unit.objects.select_for_update().get(pk=unit.pk)
    fresh.state, fresh.error = UNIT.check(fresh.state, state), error[:400]
    if landed is not None:
        fresh.remote_id, fresh.remote_number = landed.remote_id[:80], landed.number[:40]
        fresh.theirs, fresh.confirmed_at = [list(row) for row in landed.rows], at
    if state == "retry_wait":
        fresh.due_at = at + timedelta(seconds=wait_s or 60 * PAUSES_MIN[min(fresh.attempts, len(PAUSES_MIN)) - 1])
        fresh.attempts -= 1 if wait_s else 0
    fresh.save()
    return fresh


@action("exports.lose_track", site=_company)
def lose_track(target: Target, *, by: Actor, at: datetime) -> int:
    """Units whose sender vanished may have arrived: nobody knows; how many (A-4)."""
    lost = Unit.objects.filter(target=target, state="sending", tried_at__lte=at - LOST_AFTER)
    return lost.update(state=UNIT.check("sending", "unknown"))


@dataclass(slots=True)
class Holder:
    """Holds the tokens while it holds the connection: the one who may renew them (A-25)."""

    target: Target
    connector: Connector
    by: Actor
    tenant: str = field(init=False)

    def __post_init__(self) -> None:
        self.tenant = self.target.tenant

    def access(self) -> str:
        """A good access token; raises LoginLost."""
        until = self.target.access_until
        if until is None or until <= clock.now() + connections.EARLY:
            return self.renew("")
        return sealing.opened(self.target.sealed_access, connections.LABEL)

    def renew(self, refused: str) -> str:
        """A new one: the pair is kept before it is used. Raises LoginLost, Transient."""
        if not self.target.sealed_refresh:
            raise LoginLost(_now("There is no log-in."))
        refresh = sealing.opened(self.target.sealed_refresh, connections.LABEL)
        tokens = self.connector.refresh(connections.client_of(self.target), refresh)
        try:
            self.target = connections.keep_tokens(self.target, tokens, by=self.by, at=clock.now())
        except connections.OtherLogin as refusal:
            raise LoginLost(str(refusal)) from refusal
        return tokens.access


def number_of(unit: Unit, series: str) -> str:
    """Our number of the unit, at most 21 characters: K1-Z512, F-V2026-17."""
    bare = unit.source_ref.replace("/Z/", "-Z").replace("/", "-")
    number = bare if unit.kind == rules.Z_DAY else f"{series}-{bare}"
    return (f"{number}.{unit.revision}" if unit.revision > 1 else number)[-21:]


def case_of(target: Target, unit: Unit) -> Case:
    """The unit as a connector needs it."""
    series = target.series.get(unit.kind) or rules.SERIES[unit.kind]
    rows = [(row[0], row[1], row[2], row[3], row[4]) for row in unit.rows]
    return Case(
        str(unit.pk), unit.kind, series, number_of(unit, series), unit.text, unit.business_date, unit.currency, rows,
        target.accounts, target.centres,
    )  # fmt: skip


def work(target: Target, *, by: Actor, most: int = AT_ONCE) -> Counter[str]:
    """Everything due has been tried once, outside any transaction; state → how many.

    Refuses with NotConnected, BusyNow.
    """
    if actions.in_transaction():
        raise RuntimeError("nothing outside is called inside a transaction")
    if target.key == "sie" or target.state != "on":
        raise NotConnected()
    begun = clock.now()
    held = connections.hold(target, by=by, at=begun)
    wait_s = 0
    done: Counter[str] = Counter()
    try:
        lose_track(held, by=by, at=clock.now())
        holder = Holder(held, connectors.of(held), by)
        for unit in _due(held, most):
            if clock.now() > begun + connections.HELD_FOR - ONE_TAKES:
                break
            state, wait_s = _one(holder, unit)
            done[state] += 1
            if wait_s or state == "login":
                break
    finally:
        connections.let_go(held, wait_s=wait_s, by=by, at=clock.now())
    return done


@action("exports.keep_theirs", site=_company)
def keep_theirs(unit: Unit, landed: Landed | None, *, by: Actor, at: datetime) -> Unit:
    """What they keep of the unit now is stored beside ours; nothing, when it is gone there (A-9)."""
    fresh = Unit.objects.select_for_update().get(pk=unit.pk)
    fresh.theirs = [list(row) for row in landed.rows] if landed else []
    fresh.save(update_fields=["theirs"])
    return fresh


def read_back(target: Target, units: Sequence[Unit], *, by: Actor) -> int:
    """Their copies of the units are read again; how many. What cannot be read now keeps what was known.

    Refuses with NotConnected, BusyNow.
    """
    done, wait_s = 0, 0
    with _held(target, by) as holder:
        for unit in units:
            try:
                landed = holder.connector.read(holder, unit.remote_id)
            except Throttled as error:
                wait_s = error.after_s
            except LoginLost as error:
                _without_login(holder, error)
                break
            except (Transient, NoAnswer, DataError):
                continue
            else:
                keep_theirs(unit, landed, by=by, at=clock.now())
                done += 1
            if wait_s:
                break
    return done


def missing(target: Target, accounts: Sequence[str], *, by: Actor) -> list[str]:
    """What the mapping names and they do not have, in sentences (A-10). Raises as a connector does.

    Refuses with NotConnected, BusyNow.
    """
    with _held(target, by) as holder:
        return holder.connector.missing(holder, accounts, sorted(set(target.series.values())))


@contextmanager
def _held(target: Target, by: Actor) -> Iterator[Holder]:
    """The connection is ours inside the block."""
    if actions.in_transaction():
        raise RuntimeError("nothing outside is called inside a transaction")
    if target.key == "sie" or target.state != "on":
        raise NotConnected()
    held = connections.hold(target, by=by, at=clock.now())
    try:
        yield Holder(held, connectors.of(held), by)
    finally:
        connections.let_go(held, by=by, at=clock.now())


def _due(target: Target, most: int) -> list[Unit]:
    waits = Q(state__in=["ready", "retry_wait"], due_at__lte=clock.now())
    rows = Unit.objects.filter(waits | Q(state="unknown"), target=target)
    return list(rows.order_by("business_date", "made_at", "id")[:most])


def _one(holder: Holder, unit: Unit) -> tuple[str, int]:
    """(the state it is in now, seconds that nothing may be sent) after one try."""
    if unit.state == "unknown":
        return _looked_for(holder, unit)
    case = case_of(holder.target, unit)
    try:
        body = holder.connector.body(case)
    except DataError as error:
        return _settled(holder, unit, "data_error", error=str(error))
    begun = begin(unit, body=body, by=holder.by, at=clock.now())
    if begun is None:
        return "taken", 0
    return _told(holder, begun, lambda: holder.connector.send(holder, case, body))


def _looked_for(holder: Holder, unit: Unit) -> tuple[str, int]:
    """What nobody knew of is there, or is ready again; when the search fails it stays unknown."""
    try:
        found = holder.connector.find(holder, case_of(holder.target, unit))
    except Throttled as error:
        return "unknown", error.after_s
    except LoginLost as error:
        return _without_login(holder, error)
    except (Transient, NoAnswer, DataError):
        return "unknown", 0
    if found is not None:
        return _settled(holder, unit, "confirmed", landed=found)
    return _settled(holder, unit, "ready")


def _told(holder: Holder, unit: Unit, ask: Callable[[], Landed]) -> tuple[str, int]:
    try:
        landed = ask()
    except DataError as error:
        return _settled(holder, unit, "data_error", error=str(error))
    except Throttled as error:
        _settled(
            holder, unit, "retry_wait", error=_now("Too many at once; it goes on by itself."), wait_s=error.after_s
        )
        return "retry_wait", error.after_s
    except LoginLost as error:
        _settled(holder, unit, "retry_wait", error=str(error), wait_s=1)
        return _without_login(holder, error)
    except NoAnswer as error:
        return _settled(holder, unit, "unknown", error=str(error))
    except Transient as error:
        if clock.now() - unit.made_at > GIVEN_UP_AFTER and unit.attempts > len(PAUSES_MIN):
            return _settled(holder, unit, "data_error", error=str(error))
        return _settled(holder, unit, "retry_wait", error=str(error))
    return _settled(holder, unit, "confirmed", landed=landed)


def _settled(holder: Holder, unit: Unit, state: str, **told: Any) -> tuple[str, int]:
    settle(unit, state, **told, by=holder.by, at=clock.now())
    return state, 0


def _without_login(holder: Holder, error: LoginLost) -> tuple[str, int]:
    connections.lose_login(holder.target, why=str(error), by=holder.by, at=clock.now())
    return "login", 0


@every(120)
def watch() -> None:
    """What is closed is gathered and sent, for every system that is connected. Run twice, it sends once."""
    now: datetime = clock.now()
    free = Q(busy_until=None) | Q(busy_until__lte=now)
    for target in Target.objects.filter(free, state="on").exclude(key="sie"):
        if target.wait_until and target.wait_until > now:
            continue
        today = clock.local(now, Site.objects.order_by("pk")[0].time_zone).date()
        try:
            collecting.collect(target, until=today - timedelta(days=1), today=today, by=AUTOMATIC, at=now)
            work(target, by=AUTOMATIC)
        except Refused:
            continue  # held by someone, or disconnected meanwhile: the next round looks again
