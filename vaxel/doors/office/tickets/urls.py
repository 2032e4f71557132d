"""Addresses of tickets: the list and a new one; one ticket's own are the builder's."""

from django.urls import path

from vaxel.doors.office.tickets import views

app_name = "tickets"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.new, name="new"),
]
