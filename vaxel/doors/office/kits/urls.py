"""Addresses of kits."""

from django.urls import path

from vaxel.doors.office.kits import views

app_name = "kits"
urlpatterns = [
    path("", views.index, name="list"),
    path("/<uuid:part_id>", views.show, name="show"),
    path("/<uuid:part_id>/make", views.make, name="make"),
]
