"""Addresses of cash drawers."""

from django.urls import path

from vaxel.doors.office.drawers import views

app_name = "drawers"
urlpatterns = [
    path("", views.index, name="list"),
    path("/<uuid:register_id>/open", views.open_drawer, name="open"),
    path("/<uuid:register_id>/cash", views.move_cash, name="cash"),
    path("/<uuid:register_id>/no-sale", views.open_without_sale, name="no_sale"),
    path("/<uuid:register_id>/x", views.look, name="x"),
    path("/<uuid:register_id>/close", views.close, name="close"),
    path("/z/<uuid:report_id>", views.z, name="z"),
    path("/z/<uuid:report_id>/pdf", views.z_pdf, name="z_pdf"),
]
