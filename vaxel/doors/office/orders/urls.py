"""Addresses of work orders."""

from django.urls import path

from vaxel.doors.office.orders import views

app_name = "orders"
urlpatterns = [path("", views.index, name="list"), path("/print", views.papers, name="print")]
