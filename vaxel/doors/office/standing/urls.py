"""Addresses of stock in figures."""

from django.urls import path

from vaxel.doors.office.standing import views

app_name = "standing"
urlpatterns = [path("", views.index, name="list")]
