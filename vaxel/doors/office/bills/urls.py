"""Addresses of suppliers' bills."""

from django.urls import path

from vaxel.doors.office.bills import views

app_name = "bills"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.new, name="new"),
    path("/<uuid:supplier_bill_id>", views.show, name="show"),
    path("/<uuid:supplier_bill_id>/do/<str:what>", views.do, name="do"),
    path("/lines/<uuid:bill_line_id>/decide", views.decide, name="decide"),
]
