"""Addresses of the settings."""

from django.urls import path

from vaxel.doors.office.preferences import views

app_name = "preferences"
urlpatterns = [path("", views.show, name="show"), path("/follow", views.follow, name="follow")]
