"""Money: VAT of a span, payments by way of paying, drawers, what is owed and for how long, discounts, the accounts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaxel.business.accounting.models import Account, Posting
from vaxel.business.accounting.vat import SETTLEMENT
from vaxel.business.billing.models import OWED, DepositUse, Document, DocumentLine, DocumentTax
from vaxel.business.locations.models import Staff
from vaxel.business.payments.models import DrawerSession, Payment
from vaxel.kernel.money import rate_text
from vaxel.readers.reports.table import Asked, Column, Report, Row, Table, moments, per_million

CATEGORIES: Mapping[str, str | Promise] = {
    "S": gettext_lazy("Sales with VAT"), "Z": gettext_lazy("Zero rate"), "E": gettext_lazy("Exempt from VAT"),
    "AE": gettext_lazy("Reverse charge"), "K": gettext_lazy("Goods to EU businesses"), "G": gettext_lazy("Export"),
    "O": gettext_lazy("Outside VAT"), "M": gettext_lazy("Margin scheme"),
}  # fmt: skip
TENDERS: Mapping[str, str | Promise] = {
    "cash": gettext_lazy("Cash"), "card": gettext_lazy("Card"), "swish": "Swish", "bank": gettext_lazy("Bank transfer"),
    "store_credit": gettext_lazy("Store credit"), "gift_card": gettext_lazy("Gift card"),
}  # fmt: skip
AGES = ((0, "not_due"), (30, "d30"), (60, "d60"), (90, "d90"))


def tax(asked: Asked) -> Table:
    """Base and VAT per category and rate of what was posted, deposits when they came and less when they were used
    (M-35); below it what the ledger's VAT accounts moved: the two agree."""
    found: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    posted = {"business_date__range": (asked.span.first, asked.span.last), "site_id__in": asked.sites}
    said = DocumentTax.objects.filter(**{f"document__{name}": value for name, value in posted.items()})
    for category, ppm, net, vat in said.values_list("category", "ppm").annotate(
        net=Sum("net_minor"), vat=Sum("tax_minor")
    ).order_by():  # fmt: skip
        found[category, ppm] = [net, vat]
    used = DepositUse.objects.filter(**{f"document__{name}": value for name, value in posted.items()})
    for category, ppm, gross, vat in used.values_list("category", "ppm").annotate(
        gross=Sum("gross_minor"), vat=Sum("tax_minor")
    ).order_by():  # fmt: skip
        found[category, ppm][0] -= gross - vat
        found[category, ppm][1] -= vat
    rows = [
        Row(f"{category}{ppm}", _rate_name(category, ppm), {"net": net, "vat": vat})
        for (category, ppm), (net, vat) in sorted(
            found.items(), key=lambda item: (item[0][0] != "S", item[0][0], -item[0][1])
        )
    ]
    total = {"net": sum(net for net, _vat in found.values()), "vat": sum(vat for _net, vat in found.values())}
    return Table(
        (Column("net", gettext_lazy("Base"), "money"), Column("vat", gettext_lazy("VAT"), "money")),
        rows,
        total,
        notes=_beside(asked, total["vat"]),
    )


def _beside(asked: Asked, vat: int) -> list[str]:
    """What the ledger says of VAT, in words."""
    output, input_ = -_moved(asked, "output_vat"), _moved(asked, "input_vat")
    notes = [
        _("Output VAT in the ledger: %(sum)s.") % {"sum": asked.money(output)},
        _("Input VAT in the ledger: %(sum)s.") % {"sum": asked.money(input_)},
    ]
    if output != vat:
        said = _("The ledger has %(sum)s more than the documents: look at entries that no document made.")
        notes.append(said % {"sum": asked.money(output - vat)})
    return notes


def _rate_name(category: str, ppm: int) -> str:
    name = str(CATEGORIES.get(category, category))
    return f"{name} {rate_text(ppm)} %" if category == "S" else name


def _moved(asked: Asked, family: str) -> int:
    """What postings whose role begins so moved in the span, at these sites; debit positive."""
    postings = Posting.objects.filter(
        role__startswith=family, entry__business_date__range=(asked.span.first, asked.span.last),
        entry__site_id__in=asked.sites,
    ).exclude(entry__source_kind=SETTLEMENT)  # fmt: skip
    return int(postings.aggregate(sum=Sum("base_minor"))["sum"] or 0)


def tenders(asked: Asked) -> Table:
    """What came in and went back by each way of paying, when it was settled; cash without its rounding."""
    begin, end = moments(asked)
    taken: Any = Payment.objects.filter(
        state="taken", site_id__in=asked.sites, settled_at__gte=begin, settled_at__lt=end
    ).values("tender").annotate(
        n=Count("id", filter=Q(amount_minor__gt=0)), paid_in=Sum("amount_minor", filter=Q(amount_minor__gt=0)),
        back=Sum("amount_minor", filter=Q(amount_minor__lt=0)), sum=Sum("amount_minor"),
        rounding=Sum("rounding_minor"),
    ).order_by("-sum")  # fmt: skip
    names = ("n", "paid_in", "back", "sum", "rounding")
    rows = [
        Row(one["tender"], TENDERS.get(one["tender"], one["tender"]), {name: one[name] or 0 for name in names})
        for one in taken
    ]
    columns = (
        Column("n", gettext_lazy("Payments"), "count"), Column("paid_in", gettext_lazy("Taken"), "money"),
        Column("back", gettext_lazy("Given back"), "money"), Column("sum", gettext_lazy("In all"), "money"),
        Column("rounding", gettext_lazy("Rounding"), "money"),
    )  # fmt: skip
    return Table(columns, rows, _totals(rows, names))


def drawers(asked: Asked) -> Table:
    """Drawers that were closed: what should have been there, what was counted, and the difference."""
    begin, end = moments(asked)
    held = DrawerSession.objects.filter(
        register__site_id__in=asked.sites, closed_at__gte=begin, closed_at__lt=end
    ).select_related("register", "closed_by").order_by("-closed_at")  # fmt: skip
    names = ("expected", "counted", "difference")
    rows = [
        Row(
            str(one.pk), f"{one.register.name} · {one.closed_at.astimezone(begin.tzinfo):%Y-%m-%d %H:%M} · "
            f"{one.closed_by.name if one.closed_by else ''}",
            {"expected": one.expected_minor, "counted": one.counted_minor,
             "difference": (one.counted_minor or 0) - (one.expected_minor or 0)},
            ("drawer", str(one.pk)),
        )
        for one in held[: asked.most]
        if one.closed_at
    ]  # fmt: skip
    columns = (
        Column("expected", gettext_lazy("Should be there"), "money"),
        Column("counted", gettext_lazy("Counted"), "money"),
        Column("difference", gettext_lazy("Difference"), "money"),
    )  # fmt: skip
    whole: dict[str, Any] = held.aggregate(
        n=Count("id"), expected=Sum("expected_minor", default=0), counted=Sum("counted_minor", default=0)
    )
    total = {**whole, "difference": whole["counted"] - whole["expected"]}
    return Table(columns, rows, {name: total[name] for name in names}, more=whole["n"] - len(rows))


def owed(asked: Asked) -> Table:
    """What each customer owes now, by how long it is overdue; credits that wait count against it."""
    today = asked.today
    names = ("owed", *(key for _days, key in AGES), "older")
    late = [Q(due_on__isnull=True) | Q(due_on__gte=today)]
    for days, until in ((0, 30), (30, 60), (60, 90)):
        late.append(Q(due_on__lt=today - timedelta(days=days), due_on__gte=today - timedelta(days=until)))
    late.append(Q(due_on__lt=today - timedelta(days=90)))
    sums_of = {name: Sum("open_minor", filter=which, default=0) for name, which in zip(names[1:], late, strict=True)}
    held = Document.objects.filter(OWED, site_id__in=asked.sites, currency=asked.currency)
    by_customer: list[Any] = list(
        held.values("customer_id", "customer__name").annotate(owed=Sum("open_minor"), **sums_of)
        .order_by("-owed", "customer_id")
    )  # fmt: skip
    rows = [
        Row(str(one["customer_id"]), one["customer__name"], {name: one[name] for name in names},
            ("owing", str(one["customer_id"])))
        for one in by_customer[: asked.most]
    ]  # fmt: skip
    columns = (
        Column("owed", gettext_lazy("Owes"), "money"), Column("not_due", gettext_lazy("Not due"), "money"),
        Column("d30", gettext_lazy("1–30 days late"), "money", low_is_good=True),
        Column("d60", gettext_lazy("31–60"), "money", low_is_good=True),
        Column("d90", gettext_lazy("61–90"), "money", low_is_good=True),
        Column("older", gettext_lazy("Over 90"), "money", low_is_good=True),
    )  # fmt: skip
    whole = {name: sum(one[name] for one in by_customer) for name in names}
    return Table(columns, rows, whole, more=len(by_customer) - len(rows))


def discounts(asked: Asked) -> Table:
    """Who gave how much away: discounts on what was posted, by the person who made the ticket."""
    lines: Any = DocumentLine.objects.filter(
        document__business_date__range=(asked.span.first, asked.span.last), document__site_id__in=asked.sites,
        document__kind__in=("invoice", "receipt"),
    )  # fmt: skip
    measures = {
        "before": Sum("before_minor"), "given": Sum(F("discount_minor") + F("share_minor")),
        "n": Count("document", distinct=True, filter=~Q(discount_minor=0) | ~Q(share_minor=0)),
    }  # fmt: skip
    who = "document__ticket__made_by_id"
    names = dict(Staff.objects.values_list("pk", "name"))
    found = sorted(lines.values(who).annotate(**measures).order_by(), key=lambda one: -(one["given"] or 0))
    rows = [Row(str(one[who]), names.get(one[who], _("Nobody named")), _given(one)) for one in found if one["given"]]
    columns = (
        Column("n", gettext_lazy("Sales with discount"), "count"),
        Column("given", gettext_lazy("Discounts"), "money", low_is_good=True),
        Column("before", gettext_lazy("Before discounts"), "money"),
        Column("share", gettext_lazy("Given away"), "rate", low_is_good=True),
    )
    return Table(columns, rows, _given(lines.aggregate(**measures)))


def _given(one: Mapping[str, int | None]) -> dict[str, int | None]:
    return {
        "n": one["n"] or 0, "given": one["given"] or 0, "before": one["before"] or 0,
        "share": per_million(one["given"] or 0, one["before"] or 0),
    }  # fmt: skip


def accounts(asked: Asked) -> Table:
    """What each account held before the span, what moved, what it holds after: the trial balance; sums to 0 (I-8)."""
    inside = Q(entry__business_date__gte=asked.span.first)
    moved: Any = Posting.objects.filter(
        entry__business_date__lte=asked.span.last, entry__site_id__in=asked.sites
    ).values("account").annotate(
        before=Sum("base_minor", filter=~inside, default=0),
        debit=Sum("base_minor", filter=inside & Q(base_minor__gt=0), default=0),
        credit=Sum("base_minor", filter=inside & Q(base_minor__lt=0), default=0), after=Sum("base_minor"),
    ).order_by("account")  # fmt: skip
    names = {
        one.number: one.name_en if asked.language == "en" and one.name_en else one.name_sv
        for one in Account.objects.all()
    }
    measures = ("before", "debit", "credit", "after")
    rows = [
        Row(one["account"], f"{one['account']} {names.get(one['account'], '')}",
            {name: one[name] or 0 for name in measures}, ("account", one["account"]))
        for one in moved
    ]  # fmt: skip
    columns = (
        Column("before", gettext_lazy("Before"), "money"), Column("debit", gettext_lazy("Debit"), "money"),
        Column("credit", gettext_lazy("Credit"), "money"), Column("after", gettext_lazy("After"), "money"),
    )  # fmt: skip
    return Table(columns, rows, _totals(rows, measures))


def _totals(rows: Sequence[Row], names: Iterable[str]) -> dict[str, int | None]:
    return {name: sum(int(row.cells[name] or 0) for row in rows) for name in names}


REPORTS = (
    Report(
        "vat", gettext_lazy("VAT"), gettext_lazy("Base and VAT per rate, and what the ledger says."), "percent",
        "money", tax, span="last_month",
    ),
    Report(
        "tenders", gettext_lazy("Ways of paying"), gettext_lazy("Cash, cards and the others; taken and given back."),
        "wallet", "money", tenders, chart="sum",
    ),
    Report(
        "drawers", gettext_lazy("Drawers"), gettext_lazy("Each closing: expected, counted, difference."), "calculator",
        "money", drawers,
    ),
    Report(
        "owed", gettext_lazy("Owed by customers"), gettext_lazy("Who owes how much, and how long it is overdue."),
        "clock-alert", "money", owed, chart="owed", now=True,
    ),
    Report(
        "discounts", gettext_lazy("Discounts"), gettext_lazy("Who gave how much away."), "percent", "sales", discounts,
        chart="given",
    ),
    Report(
        "accounts", gettext_lazy("Accounts"), gettext_lazy("Balances and movements of every account."), "book-open",
        "money", accounts, needs="periods.set_state",
    ),
)  # fmt: skip
