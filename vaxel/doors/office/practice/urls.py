"""Addresses of practising: the way there in the shop; the exercises and the way in in the practice shop."""

from django.conf import settings
from django.urls import URLPattern, path

from vaxel.doors.office.practice import views

app_name = "practice"
urlpatterns: list[URLPattern] = [
    path("", views.show, name="show"),
    path("/state", views.state, name="state"),
    path("/start", views.start, name="start"),
    path("/leave", views.leave, name="leave"),
]
if settings.PRACTICE:
    urlpatterns.append(path("/enter", views.enter, name="enter"))
