"""Addresses of saved views."""

from django.urls import path

from vaxel.doors.office.lists import views

app_name = "lists"
urlpatterns = [
    path("/export", views.export, name="export"),
    path("/save", views.save, name="save"),
    path("/<uuid:view_id>/forget", views.forget, name="forget"),
]
