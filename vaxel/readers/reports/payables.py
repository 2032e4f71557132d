"""What we owe suppliers, by how long it is overdue: the posted bills less credit notes and what was paid."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from vaxel.business.purchasing import payables, rules
from vaxel.business.purchasing.models import SupplierBill
from vaxel.readers.reports.table import Asked, Column, Report, Row, Table

AGES = (("not_due", None), ("d30", 30), ("d60", 60), ("d90", 90))
NAMES = ("owed", "not_due", "d30", "d60", "d90", "older")


def owing(asked: Asked) -> Table:
    """What each supplier is owed now, in our currency; credit notes count against it. One query."""
    bills: Any = payables.with_open(
        SupplierBill.objects.filter(state="posted", site_id__in=asked.sites, site__currency=asked.currency)
    )
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(NAMES, 0))
    rows = bills.exclude(left=0).values_list("supplier_id", "supplier__party__name", "kind", "due_date", "gross_minor",
                                            "paid", "rate_ppm")  # fmt: skip
    for supplier, name, kind, due, gross, paid, rate in rows:
        left = rules.in_base(gross, rate) - rules.in_base(paid, rate)
        held = sums[str(supplier), name]
        for key in ("owed", _age((asked.today - due) // timedelta(days=1))):
            held[key] += left if kind == "bill" else -left
    lines = [
        Row(supplier, name, cells, ("supplier", supplier))
        for (supplier, name), cells in sorted(sums.items(), key=lambda item: (-item[1]["owed"], item[0]))
    ]
    total: dict[str, int | None] = {name: sum(one[name] for one in sums.values()) for name in NAMES}
    shown = lines[: asked.most]
    columns = (
        Column("owed", gettext_lazy("Owed"), "money"), Column("not_due", gettext_lazy("Not due"), "money"),
        Column("d30", gettext_lazy("1–30 days late"), "money", low_is_good=True),
        Column("d60", gettext_lazy("31–60"), "money", low_is_good=True),
        Column("d90", gettext_lazy("61–90"), "money", low_is_good=True),
        Column("older", gettext_lazy("Over 90"), "money", low_is_good=True),
    )  # fmt: skip
    return Table(columns, shown, total, more=len(lines) - len(shown))


def _age(late_days: int) -> str:
    if late_days <= 0:
        return "not_due"
    return next((key for key, days in AGES if days and late_days <= days), "older")


REPORTS = (
    Report(
        "payables", gettext_lazy("Owed to suppliers"), gettext_lazy("Whom we owe how much, and how long it is due."),
        "factory", "money", owing, chart="owed", now=True, needs="bills.enter",
    ),
)  # fmt: skip
