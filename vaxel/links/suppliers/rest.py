"""A supplier's system that speaks JSON over HTTP, as described by a mapping: any maker's, without code of its own.

{"kind": "rest", "base_url": "https://…", "timeout_s": 6, "headers": {"X-Key": "{secret:key}"},
 "availability": {"method": "POST", "path": "/stock", "body": {"items": [{"each": "lines", "as": {"no": "{number}"}}]},
                  "rows": "items", "number": "no", "available": "qty", "price": "price.net", "expected_on": "eta"},
 "order": {"method": "POST", "path": "/orders", "headers": {"Idempotency-Key": "{key}"}, "body": {…},
           "reference": "id", "reason": "error.message", "state": "state", "accepted": ["ok"], "refused": ["no"],
           "rows": "lines", "number": "no", "quantity": "qty", "back_ordered": "later", …},
 "status": {"method": "GET", "path": "/orders/{key}", …}, "cancel": {"method": "DELETE", "path": "/orders/{key}"}}
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from vaxel.business.purchasing.catalogs import CatalogDown, LineSaid, Offered, Placed, Placing, Wanted
from vaxel.links.suppliers import http, mapping
from vaxel.links.suppliers.http import Reply
from vaxel.links.suppliers.mapping import Unreadable

TIMEOUT_S = 6.0
NOT_NOW = frozenset({401, 403, 408, 425, 429})


class RestCatalog:
    """The system behind one connection's settings. Quantities go out as whole pieces where they are whole."""

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        self._settings = settings
        self._secrets = {f"secret:{name}": value for name, value in secrets.items()}

    def availability(self, wants: Sequence[Wanted]) -> Sequence[Offered]:
        """As the protocol."""
        return self._offered("availability", wants)

    def price(self, wants: Sequence[Wanted]) -> Sequence[Offered]:
        """As the protocol; asked like availability where the system has no question of its own for it."""
        return self._offered("price" if "price" in self._settings else "availability", wants)

    def order(self, placing: Placing) -> Placed:
        """As the protocol. An answer that says neither yes nor no leaves the outcome unknown (CatalogDown)."""
        names = {
            "key": placing.key, "order_number": str(placing.number), "customer": placing.customer_number,
            "message": placing.message, "delivery": placing.delivery,
        }  # fmt: skip
        return self._placed("order", self._call("order", names, placing.lines), sure=False)

    def order_status(self, key: str) -> Placed:
        """As the protocol; 404 is not known."""
        return self._placed("status", self._call("status", {"key": key}), sure=True)

    def cancel(self, key: str) -> Placed:
        """As the protocol."""
        reply = self._call("cancel", {"key": key})
        if 200 <= reply.status < 300:
            return Placed("cancelled")
        return self._placed("cancel", reply, sure=True)

    def _call(self, what: str, names: Mapping[str, str], lines: Sequence[Wanted] = ()) -> Reply:
        try:
            return self._ask(self._settings[what], names, lines)
        except KeyError as missing:
            raise CatalogDown(f"the connection's settings lack {missing}") from missing

    def _ask(self, how: Mapping[str, Any], names: Mapping[str, str], lines: Sequence[Wanted]) -> Reply:
        known = {**self._secrets, "customer": str(self._settings.get("customer", "")), **names}
        lists = {"lines": [{"number": one.number, "quantity": _quantity(one.quantity_milli)} for one in lines]}
        in_path = {name: quote(str(value), safe="") for name, value in known.items()}
        url = self._settings["base_url"].rstrip("/") + mapping.render(how["path"], in_path)
        headers = {**self._settings.get("headers", {}), **how.get("headers", {})}
        reply = http.ask(
            how.get("method", "GET"), url, headers=mapping.render(headers, known),
            body=mapping.render(how["body"], known, lists) if "body" in how else None,
            timeout_s=self._settings.get("timeout_s", TIMEOUT_S),
        )  # fmt: skip
        if reply.status >= 500 or reply.status in NOT_NOW or 300 <= reply.status < 400:
            raise CatalogDown(f"HTTP {reply.status}")
        return reply

    def _offered(self, what: str, wants: Sequence[Wanted]) -> Sequence[Offered]:
        how = self._settings[what]
        reply = self._call(what, {}, wants)
        if reply.status >= 400:
            raise CatalogDown(f"HTTP {reply.status}")
        try:
            return [self._offer(how, row) for row in mapping.rows(reply.body, how.get("rows", ""))]
        except Unreadable as failure:
            raise CatalogDown(str(failure)) from failure

    def _offer(self, how: Mapping[str, Any], row: Any) -> Offered:
        locale = self._settings.get("numbers", "en_US")
        return Offered(
            number=mapping.text(mapping.at(row, how["number"]), 60),
            available_milli=mapping.number(_there(row, how, "available"), 3, locale),
            unit_price_cm=mapping.number(_there(row, how, "price"), 4, locale),
            currency=mapping.text(_there(row, how, "currency"), 3),
            expected_on=mapping.day(_there(row, how, "expected_on")),
        )  # fmt: skip

    def _placed(self, what: str, reply: Reply, *, sure: bool) -> Placed:
        how = self._settings[what]
        reason = mapping.text(_there(reply.body, how, "reason"), 200)
        if reply.status == 404 and sure:
            return Placed("not_known", reason=reason)
        if reply.status >= 400:
            return Placed("refused", reason=reason or f"HTTP {reply.status}")
        state = mapping.text(_there(reply.body, how, "state"), 40)
        reference = mapping.text(_there(reply.body, how, "reference"), 60)
        if "state" in how and state in how.get("refused", ()):
            return Placed("refused", reference, reason or state)
        if "state" in how and state in how.get("cancelled", ()):
            return Placed("cancelled", reference, reason or state)
        if ("state" in how and state not in how.get("accepted", ())) or ("reference" in how and not reference):
            raise CatalogDown(f"the answer says neither yes nor no ({state or 'nothing'})")
        try:
            return Placed("accepted", reference, reason, self._lines(how, reply.body))
        except Unreadable:
            return Placed("accepted", reference, reason)  # they have it; what they say of the lines comes later

    def _lines(self, how: Mapping[str, Any], body: Any) -> Sequence[LineSaid]:
        if "rows" not in how:
            return ()
        locale = self._settings.get("numbers", "en_US")
        return [
            LineSaid(
                number=mapping.text(mapping.at(row, how["number"]), 60),
                quantity_milli=mapping.number(_there(row, how, "quantity"), 3, locale),
                expected_on=mapping.day(_there(row, how, "expected_on")),
                unit_price_cm=mapping.number(_there(row, how, "price"), 4, locale),
                back_ordered=_there(row, how, "back_ordered") in (True, "true", "yes", "1", "Y"),
            )
            for row in mapping.rows(body, how["rows"])
        ]  # fmt: skip


def _there(row: Any, how: Mapping[str, Any], name: str) -> Any:
    """What the mapping's path for the name leads to; None when the mapping has none."""
    return mapping.at(row, how[name]) if name in how else None


def _quantity(milli: int) -> int | str:
    whole, rest = divmod(milli, 1000)
    return whole if not rest else f"{whole}.{rest:03d}".rstrip("0")
