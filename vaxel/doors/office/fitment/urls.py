"""Addresses of what a part fits."""

from django.urls import path

from vaxel.doors.office.fitment import views

app_name = "fitment"
urlpatterns = [
    path("/<uuid:part_id>/fitment", views.show, name="show"),
    path("/<uuid:part_id>/fitment/add", views.add, name="add"),
    path("/<uuid:part_id>/fitment/remove", views.remove, name="remove"),
    path("/<uuid:part_id>/fitment/universal", views.universal, name="universal"),
]
