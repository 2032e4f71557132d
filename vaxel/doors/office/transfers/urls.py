"""Addresses of transfers between sites."""

from django.urls import path

from vaxel.doors.office.transfers import views

app_name = "transfers"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.new, name="new"),
    path("/<uuid:transfer_id>", views.show, name="show"),
    path("/<uuid:transfer_id>/step", views.step, name="step"),
    path("/<uuid:transfer_id>/goods", views.goods, name="goods"),
    path("/<uuid:transfer_id>/settle", views.settle, name="settle"),
]
