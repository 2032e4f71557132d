"""Addresses of payouts."""

from django.urls import path

from vaxel.doors.office.payouts import views

app_name = "payouts"
urlpatterns = [
    path("", views.index, name="list"),
    path("/fetch", views.fetch, name="fetch"),
    path("/<uuid:payout_id>", views.show, name="show"),
]
