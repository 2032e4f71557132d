"""Addresses of the messages' texts."""

from django.urls import path

from vaxel.doors.office.texts import views

app_name = "texts"
urlpatterns = [
    path("", views.index, name="list"),
    path("/<str:kind>/<str:language>", views.edit, name="edit"),
    path("/<str:kind>/<str:language>/reset", views.reset, name="reset"),
]
