"""Addresses of the palette."""

from django.urls import path

from vaxel.doors.office.palette import views

app_name = "palette"
urlpatterns = [path("", views.commands, name="commands"), path("/find", views.find, name="find")]
