"""Addresses of the books."""

from django.urls import path

from vaxel.doors.office.books import mapping, periods, tax, views, vouchers

app_name = "books"
urlpatterns = [
    path("", views.index, name="list"),
    path("/account", views.account, name="account"),
    path("/of/<uuid:source_id>", views.of_source, name="of"),
    path("/new", vouchers.new, name="new"),
    path("/vat", tax.show, name="vat"),
    path("/vat/settle", tax.settle, name="settle"),
    path("/periods", periods.index, name="periods"),
    path("/periods/year", periods.open_year, name="open_year"),
    path("/periods/<uuid:period_id>", periods.change, name="period"),
    path("/map", mapping.show, name="map"),
    path("/map/account", mapping.add_account, name="add_account"),
    path("/<uuid:entry_id>", views.show, name="show"),
    path("/<uuid:entry_id>/reverse", vouchers.reverse_entry, name="reverse"),
]
