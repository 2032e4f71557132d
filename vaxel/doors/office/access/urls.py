"""Addresses of API tokens."""

from django.urls import path

from vaxel.doors.office.access import views

app_name = "access"
urlpatterns = [
    path("", views.index, name="list"),
    path("/make", views.make, name="make"),
    path("/<uuid:token_id>/revoke", views.revoke, name="revoke"),
]
