"""Addresses of messages."""

from django.urls import path

from vaxel.doors.office.messages import views

app_name = "messages"
urlpatterns = [path("", views.index, name="list"), path("/<uuid:message_id>/again", views.again, name="again")]
