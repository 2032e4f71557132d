"""Addresses of part groups and brands."""

from django.urls import path

from vaxel.doors.office.groups import views

app_name = "groups"
urlpatterns = [
    path("", views.index, name="list"),
    path("/save", views.save, name="save"),
    path("/brands", views.brands_, name="brands"),
    path("/brands/<uuid:brand_id>", views.rename_brand, name="rename_brand"),
    path("/<uuid:category_id>/remove", views.remove, name="remove"),
]
