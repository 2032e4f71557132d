"""Addresses of price lists."""

from django.urls import path

from vaxel.doors.office.prices import changing, views

app_name = "prices"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.edit, name="new"),
    path("/<uuid:price_list_id>", views.show, name="show"),
    path("/<uuid:price_list_id>/edit", views.edit, name="edit"),
    path("/<uuid:price_list_id>/set", views.set_price, name="set"),
    path("/<uuid:price_list_id>/change", changing.change, name="change"),
    path("/<uuid:price_list_id>/copy", changing.copy, name="copy"),
]
