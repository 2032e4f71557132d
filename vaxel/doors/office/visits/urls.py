"""Addresses of the requests for a time."""

from django.urls import path

from vaxel.doors.office.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.index, name="list"),
    path("/<uuid:request_id>", views.show, name="show"),
    path("/<uuid:request_id>/book", views.book, name="book"),
    path("/<uuid:request_id>/offer", views.offer, name="offer"),
    path("/<uuid:request_id>/decline", views.decline, name="decline"),
]
