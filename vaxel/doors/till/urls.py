"""Addresses of the till's page and of what it is installed with; the same bytes for everyone."""

from django.urls import path

from vaxel.doors.till import views

app_name = "till"
urlpatterns = [
    path("till/", views.page, name="page"),
    path("till/display", views.page, name="display"),
    path("till/words.json", views.words, name="words"),
    path("till/manifest.webmanifest", views.manifest, name="manifest"),
    path("till/worker.js", views.worker, name="worker"),
]
