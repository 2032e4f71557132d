"""Addresses of customers."""

from django.urls import path

from vaxel.doors.office.customers import views

app_name = "customers"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.edit, name="new"),
    path("/<uuid:party_id>", views.show, name="show"),
    path("/<uuid:party_id>/edit", views.edit, name="edit"),
    path("/<uuid:party_id>/consent", views.consent, name="consent"),
]
