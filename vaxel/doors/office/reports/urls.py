"""Addresses of reports."""

from django.urls import path

from vaxel.doors.office.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("/now", views.now, name="now"),
    path("/<slug:key>", views.show, name="show"),
]
