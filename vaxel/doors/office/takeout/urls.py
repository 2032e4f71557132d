"""Addresses of taking everything along."""

from django.urls import path

from vaxel.doors.office.takeout import views

app_name = "takeout"
urlpatterns = [path("", views.show, name="show")]
