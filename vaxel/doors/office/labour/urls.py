"""Addresses of labour and its rates."""

from django.urls import path

from vaxel.doors.office.labour import rates, views

app_name = "labour"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.edit, name="new"),
    path("/rates", rates.index, name="rates"),
    path("/rates/save", rates.save, name="save_rate"),
    path("/<uuid:operation_id>", views.edit, name="edit"),
    path("/<uuid:operation_id>/retire", views.retire, name="retire"),
    path("/<uuid:operation_id>/restore", views.restore, name="restore"),
]
