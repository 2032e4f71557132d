"""Addresses of quotes."""

from django.urls import path

from vaxel.doors.office.quotes import views

app_name = "quotes"
urlpatterns = [path("", views.index, name="list")]
