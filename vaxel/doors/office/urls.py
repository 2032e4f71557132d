"""Addresses of the office: each screen's own under its name."""

from django.urls import include, path

from vaxel.doors.office import appearance, choosing, find, happened, screens
from vaxel.doors.office.helping import views as helping
from vaxel.doors.office.today import views as today

office = (
    [
        path("", today.today, name="today"),
        path("screens", screens.index, name="screens"),
        path("find", find.find, name="find"),
        path("help", helping.show, name="help"),
        path("choose", choosing.choose, name="choose"),
        path("history/<uuid:thing_id>", happened.history, name="history"),
        path("appearance", appearance.change, name="appearance"),
    ],
    "office",
)
urlpatterns = [
    path("", include(office)),
    path("palette", include("vaxel.doors.office.palette.urls")),
    path("lists", include("vaxel.doors.office.lists.urls")),
    path("work", include("vaxel.doors.office.long_work.urls")),
    path("inspections", include("vaxel.doors.office.inspections.urls")),
    path("counter", include("vaxel.doors.office.counter.urls")),
    path("tickets", include("vaxel.doors.office.tickets.urls")),
    path("tickets/<uuid:ticket_id>", include("vaxel.doors.office.builder.urls")),
    path("presence", include("vaxel.doors.office.presence.urls")),
    path("mine", include("vaxel.doors.office.mine.urls")),
    path("board", include("vaxel.doors.office.board.urls")),
    path("calendar", include("vaxel.doors.office.schedule.urls")),
    path("vehicles", include("vaxel.doors.office.vehicles.urls")),
    path("customers", include("vaxel.doors.office.customers.urls")),
    path("parts", include("vaxel.doors.office.parts.urls")),
    path("pay/", include("vaxel.doors.office.pay.urls")),
    path("quotes", include("vaxel.doors.office.quotes.urls")),
    path("orders", include("vaxel.doors.office.orders.urls")),
    path("prints", include("vaxel.doors.office.prints.urls")),
    path("labour", include("vaxel.doors.office.labour.urls")),
    path("canned", include("vaxel.doors.office.canned.urls")),
    path("fees", include("vaxel.doors.office.fees.urls")),
    path("transfers", include("vaxel.doors.office.transfers.urls")),
    path("kits", include("vaxel.doors.office.kits.urls")),
    path("price-lists", include("vaxel.doors.office.prices.urls")),
    path("suppliers", include("vaxel.doors.office.suppliers.urls")),
    path("purchases", include("vaxel.doors.office.purchases.urls")),
    path("receiving", include("vaxel.doors.office.receiving.urls")),
    path("bills", include("vaxel.doors.office.bills.urls")),
    path("supplier-returns", include("vaxel.doors.office.supplier_returns.urls")),
    path("cores", include("vaxel.doors.office.cores.urls")),
    path("claims", include("vaxel.doors.office.claims.urls")),
    path("lost-sales", include("vaxel.doors.office.lost_sales.urls")),
    path("groups", include("vaxel.doors.office.groups.urls")),
    path("documents", include("vaxel.doors.office.documents.urls")),
    path("drawers", include("vaxel.doors.office.drawers.urls")),
    path("company", include("vaxel.doors.office.company.urls")),
    path("sites", include("vaxel.doors.office.sites.urls")),
    path("settings", include("vaxel.doors.office.preferences.urls")),
    path("programs", include("vaxel.doors.office.access.urls")),
    path("design", include("vaxel.doors.office.design.urls")),
    path("practice", include("vaxel.doors.office.practice.urls")),
    path("staff", include("vaxel.doors.office.staff.urls")),
    path("roles", include("vaxel.doors.office.roles.urls")),
    path("reports", include("vaxel.doors.office.reports.urls")),
    path("tray", include("vaxel.doors.office.tray.urls")),
]
