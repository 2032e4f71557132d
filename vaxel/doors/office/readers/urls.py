"""Addresses of card readers."""

from django.urls import path

from vaxel.doors.office.readers import views

app_name = "readers"
urlpatterns = [
    path("", views.index, name="list"),
    path("/connect", views.connect, name="connect"),
    path("/adopt", views.adopt, name="adopt"),
    path("/<uuid:reader_id>/place", views.place, name="place"),
    path("/<uuid:reader_id>/retire", views.retire, name="retire"),
]
