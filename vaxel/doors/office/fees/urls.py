"""Addresses of fees."""

from django.urls import path

from vaxel.doors.office.fees import views

app_name = "fees"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.edit, name="new"),
    path("/<uuid:fee_id>", views.edit, name="edit"),
    path("/<uuid:fee_id>/hang", views.hang, name="hang"),
    path("/<uuid:fee_id>/take-off", views.take_off, name="take_off"),
]
