"""The arithmetic of the Z report: what a register's events sum to, without database or clock (M-56, M-57, R-12, V-133).

An event is a mapping as its journal payload holds it:

    kind         sale, return, training, copy, drawer_open, park, resume, discard, float_set, pay_in, pay_out, or
                 anything else that takes a tender (deposit_received, gift_card_sold, invoice_payment, tip …)
    groups       [{category, rate (percent as text), net, tax}], negative on returns
    tenders      [{method, amount}]; cash is what stays in the drawer
    rounding     cash rounding (Öresavrundning)
    liability_in what we took in without selling: deposits, gift cards, invoices, tips; negative when it is used up
    discount     what was taken off, positive; goods, services: how many; main_groups: [{name, gross}]
    amount       of float_set, pay_in and pay_out; gross: of training, copy and parked sales; id: which sale is parked
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GrandTotal:
    """A register's perpetual totals (M-57): sales and returns never fall, both positive."""

    sales: int = 0
    returns: int = 0

    @property
    def net(self) -> int:
        return self.sales - self.returns


@dataclass(frozen=True, slots=True)
class RateVat:
    """VAT of one rate: on sales, given back on returns, and the difference."""

    rate: str
    sales: int
    returns: int
    net: int


@dataclass(frozen=True, slots=True)
class ZFigures:
    """What a Z report shows. `control` is tenders less what they answer for, and must be 0 (I-9)."""

    sales: int
    returns: int
    receipts: int
    returns_count: int
    training_count: int
    training_amount: int
    copies_count: int
    copies_amount: int
    rounding: int
    liability_in: int
    discount: int
    goods: int
    services: int
    no_sale_drawer: int
    drawer_openings: int
    unfinished_count: int
    unfinished_amount: int
    float_amount: int
    pay_in: int
    pay_out: int
    vat: list[RateVat]
    main_groups: dict[str, int]
    tenders: dict[str, int]
    grand_total: GrandTotal
    previous: GrandTotal = field(default_factory=GrandTotal)

    @property
    def control(self) -> int:
        owed = self.sales - self.returns + self.rounding + self.liability_in
        return sum(self.tenders.values()) - owed

    def as_body(self) -> dict[str, Any]:
        """The figures as plain values for the frozen report: amounts as numbers, tenders and main groups as rows."""
        body = asdict(self)
        body["tenders"] = [{"method": method, "amount": amount} for method, amount in self.tenders.items()]
        body["main_groups"] = [{"name": name, "gross": gross} for name, gross in self.main_groups.items()]
        body["grand_total"] = _with_net(self.grand_total)
        body["previous"] = _with_net(self.previous)
        body["control"] = self.control
        return body


def _with_net(total: GrandTotal) -> dict[str, int]:
    return {"sales": total.sales, "returns": total.returns, "net": total.net}


def z_figures(previous: GrandTotal, events: Iterable[Event]) -> ZFigures:
    """The report over the events since the last Z, in their order. Long, for it is one table: a line a figure."""
    by_kind: dict[str, list[Event]] = {}
    for event in events:
        by_kind.setdefault(event["kind"], []).append(event)
    aside = {"training", "copy", "drawer_open", "park", "resume", "discard", "float_set", "float_changed"}
    aside |= {"pay_in", "pay_out"}
    counted = [event for kind, group in by_kind.items() if kind not in aside for event in group]
    selling, coming_back = by_kind.get("sale", []), by_kind.get("return", [])
    sales, returns = _gross(selling), -_gross(coming_back)
    openings, unfinished = by_kind.get("drawer_open", []), _unfinished(by_kind)
    floats = by_kind.get("float_set", []) + by_kind.get("float_changed", [])
    return ZFigures(
        sales=sales,
        returns=returns,
        receipts=len(selling),
        returns_count=len(coming_back),
        training_count=len(by_kind.get("training", [])),
        training_amount=_sum(by_kind.get("training", []), "gross"),
        copies_count=len(by_kind.get("copy", [])),
        copies_amount=_sum(by_kind.get("copy", []), "gross"),
        rounding=_sum(counted, "rounding"),
        liability_in=_sum(counted, "liability_in"),
        discount=_sum(selling + coming_back, "discount"),
        goods=_sum(counted, "goods"),
        services=_sum(counted, "services"),
        no_sale_drawer=sum(event.get("reason", "no_sale") == "no_sale" for event in openings),
        drawer_openings=len(openings),
        unfinished_count=len(unfinished),
        unfinished_amount=_sum(unfinished, "gross"),
        float_amount=_sum(floats, "amount"),
        pay_in=_sum(by_kind.get("pay_in", []), "amount"),
        pay_out=_sum(by_kind.get("pay_out", []), "amount"),
        vat=_vat(counted),
        main_groups=_totals(counted, "main_groups", "name", "gross"),
        tenders=_totals(counted, "tenders", "method", "amount"),
        grand_total=GrandTotal(previous.sales + sales, previous.returns + returns),
        previous=previous,
    )


def _sum(events: Iterable[Event], name: str) -> int:
    return sum(event.get(name, 0) for event in events)


def _gross(events: Iterable[Event]) -> int:
    return sum(group["net"] + group["tax"] for event in events for group in event.get("groups", []))


def _vat(events: Iterable[Event]) -> list[RateVat]:
    """Rates in order of first appearance; returns count on their own side, everything else on that of sales."""
    sums: dict[str, list[int]] = {}
    for event in events:
        for group in event.get("groups", []):
            if group["category"] == "S":
                both = sums.setdefault(group["rate"], [0, 0])
                both[event["kind"] == "return"] += group["tax"]
    return [RateVat(rate, sold, -back, sold + back) for rate, (sold, back) in sums.items()]


def _totals(events: Iterable[Event], rows: str, name: str, amount: str) -> dict[str, int]:
    totals: dict[str, int] = {}
    for event in events:
        for row in event.get(rows, []):
            totals[row[name]] = totals.get(row[name], 0) + row[amount]
    return dict(sorted(totals.items()))


def _unfinished(by_kind: Mapping[str, Sequence[Event]]) -> list[Event]:
    """Parked sales that were neither resumed nor thrown away."""
    gone = {event.get("id") for kind in ("resume", "discard") for event in by_kind.get(kind, [])}
    return [event for event in by_kind.get("park", []) if event.get("id") not in gone]
