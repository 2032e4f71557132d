"""Addresses of the tyre hotel."""

from django.urls import path

from vaxel.doors.office.tyres import map, views

app_name = "tyres"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.new, name="new"),
    path("/places", map.show, name="places"),
    path("/places/add", map.add, name="add_places"),
    path("/places/retire", map.retire, name="retire_place"),
    path("/sets/<uuid:wheel_set_id>", views.show, name="show"),
    path("/sets/<uuid:wheel_set_id>/label", views.label, name="label"),
    path("/sets/<uuid:wheel_set_id>/swap", views.swap, name="swap"),
    path("/sets/<uuid:wheel_set_id>/<slug:deed>", views.do, name="do"),
]
