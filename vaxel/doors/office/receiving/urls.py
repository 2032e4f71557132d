"""Addresses of receiving goods."""

from django.urls import path

from vaxel.doors.office.receiving import views

app_name = "receiving"
urlpatterns = [
    path("", views.index, name="list"),
    path("/from/<uuid:supplier_id>", views.receive, name="receive"),
    path("/<uuid:goods_receipt_id>", views.show, name="show"),
    path("/<uuid:goods_receipt_id>/back", views.take_back, name="take_back"),
    path("/<uuid:goods_receipt_id>/return", views.send_back, name="send_back"),
]
