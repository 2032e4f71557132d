"""Addresses of messages."""

from django.urls import path

from vaxel.doors.office.messages import views

app_name = "messages"
urlpatterns = [
    path("", views.index, name="list"),
    path("/again", views.again_picked, name="again_picked"),
    path("/<uuid:message_id>/again", views.again, name="again"),
]
