"""Addresses of parts."""

from django.urls import path

from vaxel.doors.office.parts import views

app_name = "parts"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.edit, name="new"),
    path("/<uuid:part_id>", views.show, name="show"),
    path("/<uuid:part_id>/edit", views.edit, name="edit"),
    path("/<uuid:part_id>/adjust", views.adjust, name="adjust"),
    path("/<uuid:part_id>/level", views.set_level, name="level"),
]
