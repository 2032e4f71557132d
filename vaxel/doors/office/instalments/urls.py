"""Addresses of plans to pay in parts."""

from django.urls import path

from vaxel.doors.office.instalments import views

app_name = "instalments"
urlpatterns = [
    path("", views.index, name="list"),
    path("/<uuid:plan_id>", views.show, name="show"),
    path("/<uuid:plan_id>/end", views.end, name="end"),
]
