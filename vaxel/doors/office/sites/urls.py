"""Addresses of sites, their registers and their devices."""

from django.urls import path

from vaxel.doors.office.sites import devices, views

app_name = "sites"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.begin, name="new"),
    path("/<uuid:site_id>", views.show, name="show"),
    path("/<uuid:site_id>/edit", views.edit, name="edit"),
    path("/<uuid:site_id>/fiscal", views.fiscal, name="fiscal"),
    path("/<uuid:site_id>/close", views.close, name="close"),
    path("/<uuid:site_id>/reopen", views.reopen, name="reopen"),
    path("/<uuid:site_id>/registers", views.add_register, name="add-register"),
    path("/registers/<uuid:register_id>/retire", views.retire_register, name="retire-register"),
    path("/devices/<uuid:device_id>/rename", devices.rename, name="rename-device"),
    path("/devices/<uuid:device_id>/revoke", devices.revoke, name="revoke-device"),
]
