"""Taking everything along: which form the files have, and what they are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaxel.doors.office.desk import desk, only_who_may, screen
from vaxel.doors.office.long_work import asking
from vaxel.doors.office.takeout import making
from vaxel.doors.office.takeout.archive import FORMATS, NotAFormat

NAMES = {
    "parts": gettext_lazy("Parts"), "part_codes": gettext_lazy("Numbers and barcodes of parts"),
    "offers": gettext_lazy("Suppliers' prices"), "prices": gettext_lazy("Price lists"),
    "fitment": gettext_lazy("What fits which car"), "stock": gettext_lazy("Stock"),
    "movements": gettext_lazy("Stock movements"), "customers": gettext_lazy("Customers and suppliers"),
    "vehicles": gettext_lazy("Vehicles"), "tickets": gettext_lazy("Tickets"), "jobs": gettext_lazy("Jobs"),
    "lines": gettext_lazy("Lines of tickets"), "documents": gettext_lazy("Invoices and receipts"),
    "document_lines": gettext_lazy("Lines of invoices and receipts"), "payments": gettext_lazy("Payments"),
    "journal_entries": gettext_lazy("Entries of the books"),
    "journal_postings": gettext_lazy("Rows of the entries"),
}  # fmt: skip


@screen
def show(request: HttpRequest) -> HttpResponse:
    """What goes along; POST: the archive is made aside, and the page of long work shows how far it is."""
    only_who_may(request, "company.export")
    if request.method == "POST":
        kind = request.POST.get("as", "")
        if kind not in FORMATS:
            raise NotAFormat()
        does = f"{making.__name__}.{making.make.__name__}"
        return asking.ask(request, does, _("Everything as %(kind)s") % {"kind": kind.upper()}, {"as": kind}, key=kind)
    tables = [NAMES[table.name] for table in making.allowed(desk(request))]
    return render(request, "office/takeout/show.html", {"tables": tables})
