"""Addresses of gift cards."""

from django.urls import path

from vaxel.doors.office.gift_cards import views

app_name = "gift_cards"
urlpatterns = [
    path("", views.index, name="list"),
    path("/sell", views.sell, name="sell"),
    path("/<uuid:card_id>", views.show, name="show"),
    path("/<uuid:card_id>/label", views.label, name="label"),
    path("/<uuid:card_id>/<str:what>", views.do, name="do"),
]
