"""Addresses of roles."""

from django.urls import path

from vaxel.doors.office.roles import views

app_name = "roles"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.edit, name="new"),
    path("/<uuid:role_id>", views.show, name="show"),
    path("/<uuid:role_id>/edit", views.edit, name="edit"),
    path("/<uuid:role_id>/remove", views.remove, name="remove"),
]
