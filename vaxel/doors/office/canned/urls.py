"""Addresses of canned jobs."""

from django.urls import path

from vaxel.doors.office.canned import views

app_name = "canned"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.show, name="new"),
    path("/try", views.try_it, name="try"),
    path("/<uuid:canned_id>", views.show, name="show"),
    path("/<uuid:canned_id>/state", views.set_state, name="state"),
]
