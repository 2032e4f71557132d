"""Addresses of returns to suppliers."""

from django.urls import path

from vaxel.doors.office.supplier_returns import views

app_name = "supplier_returns"
urlpatterns = [
    path("", views.index, name="list"),
    path("/<uuid:supplier_return_id>", views.show, name="show"),
    path("/<uuid:supplier_return_id>/do/<str:what>", views.do, name="do"),
]
