"""Addresses of the work that waits."""

from django.urls import path

from vaxel.doors.office.waiting import views

app_name = "waiting"
urlpatterns = [
    path("", views.index, name="list"),
    path("/<uuid:work_id>/send", views.send, name="send"),
    path("/<uuid:work_id>/book", views.book, name="book"),
    path("/<uuid:work_id>/later", views.later, name="later"),
]
