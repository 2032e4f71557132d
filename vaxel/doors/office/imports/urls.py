"""Addresses of imports."""

from django.urls import path

from vaxel.doors.office.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.start, name="start"),
    path("/<uuid:upload_id>", views.show, name="show"),
    path("/<uuid:upload_id>/run", views.run, name="run"),
]
