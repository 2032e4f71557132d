"""Addresses of the exceptions tray."""

from django.urls import path

from vaxel.doors.office.tray import views

app_name = "tray"
urlpatterns = [
    path("", views.index, name="list"),
    path("/<uuid:item_id>", views.sort_out, name="sort_out"),
    path("/<uuid:item_id>/again", views.again, name="again"),
]
