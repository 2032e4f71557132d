"""Addresses of the till that ask for a person's session; those with a device's token are in `door`."""

from django.urls import path

from vaxel.doors.sync import enrolling

app_name = "sync"
urlpatterns = [
    path("till/registers", enrolling.registers, name="registers"),
    path("till/enroll", enrolling.enrol, name="enrol"),
]
