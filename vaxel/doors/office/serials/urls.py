"""Addresses of serial numbers and lots."""

from django.urls import path

from vaxel.doors.office.serials import views

app_name = "serials"
urlpatterns = [path("", views.index, name="list"), path("/<uuid:lot_id>", views.show, name="show")]
