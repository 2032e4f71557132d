"""FakeStripe's HTTP: keys, idempotency, the contract on both sides, fault switches, routes, and two pages to tap."""

import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from vaxel.links.stripe.fake import pages
from vaxel.links.stripe.fake.contract import Breach, contract
from vaxel.links.stripe.fake.forms import decode, plain
from vaxel.links.stripe.fake.world import Fault, Thing, World, bare, request_id

KEY = "sk_test_fake"
KEY_AGE_S = 86_400
REUSED = "Keys for idempotent requests can only be used with the parameters they were first used with."
type Route = Callable[[World, list[str], Thing], Thing]


class Hang(Exception):
    """The answer is lost on its way."""


class FakeStripe:
    """A WSGI application. `arm` sets a fault for the next calls whose path holds a text; `fired` counts them."""

    def __init__(self, place: Path | None = None, *, judge: bool = True) -> None:
        self.world = World(place)
        self.contract = contract() if judge else None
        self.armed: list[list[Any]] = []
        self.fired: Counter[str] = Counter()
        self.breaches: list[str] = []
        self.calls: list[tuple[str, str]] = []

    def arm(self, fault: str, path: str, times: int = 1, value: Any = None) -> None:
        """The next `times` calls whose path holds `path` meet the fault (payments.md §27.1)."""
        self.armed.append([fault, path, times, value])

    def __call__(self, environ: Thing, start: Callable[..., Any]) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        text = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
        headers = {key[5:].lower().replace("_", "-"): value for key, value in environ.items() if key[:5] == "HTTP_"}
        query = environ.get("QUERY_STRING", "")
        if path.startswith("/v1/"):
            try:
                status, body, more = self.answer(method, path, text if method == "POST" else query, headers)
            except Hang:
                raise ConnectionAbortedError from None
            made = json.dumps(body).encode()
            kind = "application/json"
        else:
            with self.world.lock:
                status, page, more = pages.show(self, method, path, plain(decode(text)))
            made, kind = page.encode(), "text/html; charset=utf-8"
        start(f"{status} .", [("Content-Type", kind), ("Content-Length", str(len(made))), *more.items()])
        return [made]

    def answer(self, method: str, path: str, text: str, headers: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        """Status, body and headers of a call; raises Hang when no answer comes back."""
        self.calls.append((method, path))
        more = {"Request-Id": request_id(), "Stripe-Version": headers.get("stripe-version", "")}
        if headers.get("authorization", "").removeprefix("Bearer ") != KEY:
            return 401, Fault(401, "invalid_api_key", "Invalid API key.").body, more
        before = self._fault(path, ("drop_before", "http_500_not_done", "rate_limit", "slow", "reader_timeout_lost"))
        if before:
            return self._before(*before, more)
        with self.world.lock:
            status, body, replayed = self._kept(method, path, text, headers.get("idempotency-key", ""))
            self.world.save()
        if replayed:
            more["Idempotent-Replayed"] = "true"
        after = self._fault(path, ("drop_answer", "http_500_done", "reader_timeout_has_it"))
        if after and status == 200:
            return self._after(after[0], more, headers.get("idempotency-key", ""))
        return status, body, more

    def _fault(self, path: str, kinds: tuple[str, ...]) -> tuple[str, Any] | None:
        for one in self.armed:
            if one[0] in kinds and one[1] in path and one[2] > 0:
                one[2] -= 1
                self.fired[one[0]] += 1
                return one[0], one[3]
        return None

    def _before(self, fault: str, value: Any, more: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        if fault == "drop_before":
            raise Hang
        if fault == "slow":
            time.sleep(value)
            raise Hang
        if fault == "rate_limit":
            return 429, Fault(429, "rate_limit").body, more
        if fault == "reader_timeout_lost":
            return 400, Fault(400, "terminal_reader_timeout").body, more
        return 500, Fault(500, "", kind="api_error").body, {**more, "Stripe-Should-Retry": "false"}

    def _after(self, fault: str, more: dict[str, str], key: str) -> tuple[int, Any, dict[str, str]]:
        if fault == "drop_answer":
            raise Hang
        kept = Fault(400, "terminal_reader_timeout") if fault == "reader_timeout_has_it" else None
        kept = kept or Fault(500, "", kind="api_error")
        with self.world.lock:
            if key in self.world.answers:
                self.world.answers[key][1:3] = [kept.status, kept.body]
        return kept.status, kept.body, {**more, "Stripe-Should-Retry": "false"}

    def _kept(self, method: str, path: str, text: str, key: str) -> tuple[int, Any, bool]:
        """The answer, or the first one when the key was used before (payments.md §13.3)."""
        self.world.pass_time()
        asked = f"{path}?{text}"
        held = self.world.answers.get(key) if method == "POST" and key else None
        if held and self.world.now() - held[3] < KEY_AGE_S:
            if held[0] != asked:
                return 400, Fault(400, "", REUSED, kind="idempotency_error").body, False
            return held[1], held[2], True
        try:
            form = self._judged(method, path, text)
        except (Breach, ValueError) as error:
            self.breaches.append(str(error))
            return 400, Fault(400, "parameter_unknown", str(error)).body, False
        status, body = self._do(method, path, form)
        self._judge_answer(method, path, status, body)
        if method == "POST" and key:
            self.world.answers[key] = [asked, status, body, self.world.now()]
        return status, body, False

    def _judged(self, method: str, path: str, text: str) -> Thing:
        form = decode(text)
        if self.contract is not None:
            return dict(plain(self.contract.request(method, path, form)))
        return dict(plain(form))

    def _judge_answer(self, method: str, path: str, status: int, body: Any) -> None:
        if self.contract is not None:
            try:
                self.contract.answer(method, path, status, body)
            except Breach as error:
                self.breaches.append(str(error))

    def _do(self, method: str, path: str, form: Thing) -> tuple[int, Any]:
        for verb, pattern, route in ROUTES:
            found = re.fullmatch(pattern, path) if verb == method else None
            if found:
                try:
                    return 200, json.loads(json.dumps(route(self.world, list(found.groups()), form)))
                except Fault as fault:
                    return fault.status, fault.body
        self.breaches.append(f"{method} {path} is not played")
        return 404, Fault(404, "resource_missing", f"Unrecognized request URL ({method}: {path}).").body


def _shown(world: World, thing: Thing, form: Thing) -> Thing:
    made = bare(thing)
    if "latest_charge" in (form.get("expand") or ()) and made.get("latest_charge"):
        made["latest_charge"] = bare(world.things[made["latest_charge"]])
    return made


def _list(world: World, kind: str, form: Thing, path: str, **same: Any) -> Thing:
    since = int((form.get("created") or {}).get("gte", 0)) if isinstance(form.get("created"), dict) else 0
    rows = [
        one for one in world.all(kind)
        if one.get("created", 0) >= since and all(one.get(key) == value for key, value in same.items() if value)
    ]  # fmt: skip
    if after := form.get("starting_after"):
        ids = [one["id"] for one in rows]
        rows = rows[ids.index(after) + 1 :] if after in ids else []
    most = int(form.get("limit", 10))
    return {"object": "list", "data": [bare(one) for one in rows[:most]], "has_more": len(rows) > most, "url": path}


def _intent(world: World, id: str) -> Thing:
    return world.get(id, "payment_intent")


def _make_intent(world: World, _ids: list[str], form: Thing) -> Thing:
    return _shown(world, world.intend(form), form)


def _cancel_intent(world: World, ids: list[str], form: Thing) -> Thing:
    intent = _intent(world, ids[0])
    world.cancel(intent, form.get("cancellation_reason"))
    return _shown(world, intent, form)


def _capture(world: World, ids: list[str], form: Thing) -> Thing:
    intent = _intent(world, ids[0])
    world.capture(intent, int(form["amount_to_capture"]) if "amount_to_capture" in form else None)
    return _shown(world, intent, form)


def _process(world: World, ids: list[str], form: Thing) -> Thing:
    reader = world.get(ids[0], "terminal.reader")
    world.process(reader, form)
    return bare(reader)


def _display(world: World, ids: list[str], form: Thing) -> Thing:
    reader = world.get(ids[0], "terminal.reader")
    world.act(reader, "set_reader_display", type=form["type"], cart=form.get("cart"))
    return bare(reader)


def _stop(world: World, ids: list[str], _form: Thing) -> Thing:
    reader = world.get(ids[0], "terminal.reader")
    reader["action"] = None
    return bare(reader)


def _refund_at(world: World, ids: list[str], form: Thing) -> Thing:
    reader = world.get(ids[0], "terminal.reader")
    world.act(reader, "refund_payment", payment_intent=form.get("payment_intent"), amount=form.get("amount"),
              metadata=form.get("metadata", {}), refund=None)  # fmt: skip
    return bare(reader)


def _present(world: World, ids: list[str], form: Thing) -> Thing:
    reader = world.get(ids[0], "terminal.reader")
    world.present(reader, (form.get("card_present") or {}).get("number") or "4242424242424242")
    return bare(reader)


def _delete_reader(world: World, ids: list[str], _form: Thing) -> Thing:
    world.get(ids[0], "terminal.reader")
    del world.things[ids[0]]
    return {"id": ids[0], "object": "terminal.reader", "deleted": True}


def _session(world: World, _ids: list[str], form: Thing) -> Thing:
    made = world.checkout(form)
    made["url"] = f"{world.things['_address']['url']}/pay/{made['id']}" if "_address" in world.things else made["id"]
    return bare(made)


def _expire(world: World, ids: list[str], _form: Thing) -> Thing:
    session = world.get(ids[0], "checkout.session")
    world.expire(session)
    return bare(session)


def _events(world: World, _ids: list[str], form: Thing) -> Thing:
    since = int((form.get("created") or {}).get("gte", 0))
    rows = [one for one in reversed(world.events) if one["created"] >= since]
    if after := form.get("starting_after"):
        ids = [one["id"] for one in rows]
        rows = rows[ids.index(after) + 1 :] if after in ids else []
    most = int(form.get("limit", 10))
    return {"object": "list", "data": rows[:most], "has_more": len(rows) > most, "url": "/v1/events"}


def _rows(world: World, _ids: list[str], form: Thing) -> Thing:
    made = _list(world, "balance_transaction", form, "/v1/balance_transactions", _payout=form.get("payout"))
    if "data.source" in (form.get("expand") or ()):
        made["data"] = [{**one, "source": bare(world.things[one["source"]])} for one in made["data"]]
    return made


ID = r"([^/]+)"
ROUTES: tuple[tuple[str, str, Route], ...] = (
    ("POST", "/v1/payment_intents", _make_intent),
    ("GET", "/v1/payment_intents", lambda world, _i, form: _list(world, "payment_intent", form, "/v1/payment_intents")),
    ("GET", f"/v1/payment_intents/{ID}", lambda world, i, form: _shown(world, _intent(world, i[0]), form)),
    ("POST", f"/v1/payment_intents/{ID}/cancel", _cancel_intent),
    ("POST", f"/v1/payment_intents/{ID}/capture", _capture),
    ("POST", "/v1/terminal/locations", lambda world, _i, form: bare(world.locate(form))),
    ("GET", "/v1/terminal/locations",
     lambda world, _i, form: _list(world, "terminal.location", form, "/v1/terminal/locations")),
    ("POST", "/v1/terminal/readers", lambda world, _i, form: bare(world.enlist(form))),
    ("GET", "/v1/terminal/readers",
     lambda world, _i, form: _list(world, "terminal.reader", form, "/v1/terminal/readers")),
    ("GET", f"/v1/terminal/readers/{ID}", lambda world, i, _f: bare(world.get(i[0], "terminal.reader"))),
    ("DELETE", f"/v1/terminal/readers/{ID}", _delete_reader),
    ("POST", f"/v1/terminal/readers/{ID}/process_payment_intent", _process),
    ("POST", f"/v1/terminal/readers/{ID}/set_reader_display", _display),
    ("POST", f"/v1/terminal/readers/{ID}/cancel_action", _stop),
    ("POST", f"/v1/terminal/readers/{ID}/refund_payment", _refund_at),
    ("POST", f"/v1/test_helpers/terminal/readers/{ID}/present_payment_method", _present),
    ("POST", "/v1/checkout/sessions", _session),
    ("GET", f"/v1/checkout/sessions/{ID}", lambda world, i, _f: bare(world.get(i[0], "checkout.session"))),
    ("POST", f"/v1/checkout/sessions/{ID}/expire", _expire),
    ("POST", "/v1/refunds", lambda world, _i, form: bare(world.refund(form))),
    ("GET", "/v1/refunds", lambda world, _i, form: _list(
        world, "refund", form, "/v1/refunds", payment_intent=form.get("payment_intent"))),
    ("GET", f"/v1/refunds/{ID}", lambda world, i, _f: bare(world.get(i[0], "refund"))),
    ("GET", f"/v1/charges/{ID}", lambda world, i, _f: bare(world.get(i[0], "charge"))),
    ("GET", "/v1/events", _events),
    ("GET", "/v1/balance_transactions", _rows),
    ("GET", "/v1/payouts", lambda world, _i, form: _list(world, "payout", form, "/v1/payouts")),
)  # fmt: skip
