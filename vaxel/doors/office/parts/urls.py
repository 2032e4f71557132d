"""Addresses of parts."""

from django.urls import path

from vaxel.doors.office.parts import card, labels, pictures, views

app_name = "parts"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.edit, name="new"),
    path("/labels", labels.chosen, {"shape": "60x30"}, name="labels"),
    path("/labels/a4", labels.chosen, {"shape": "a4"}, name="labels_a4"),
    path("/<uuid:part_id>/label", labels.one, name="label"),
    path("/<uuid:part_id>/codes", card.add_code, name="add_code"),
    path("/<uuid:part_id>/codes/<uuid:code_id>/remove", card.remove_code, name="remove_code"),
    path("/<uuid:part_id>/pictures", pictures.add, name="add_picture"),
    path("/<uuid:part_id>/pictures/<uuid:picture_id>/remove", pictures.remove, name="remove_picture"),
    path("/pictures/<uuid:picture_id>", pictures.show, name="picture"),
    path("/pictures/<uuid:picture_id>/small", pictures.show, {"small": True}, name="picture_small"),
    path("/<uuid:part_id>/track", card.track, name="track"),
    path("/<uuid:part_id>/retire", card.retire, name="retire"),
    path("/<uuid:part_id>/restore", card.restore, name="restore"),
    path("/<uuid:part_id>", views.show, name="show"),
    path("/<uuid:part_id>/edit", views.edit, name="edit"),
    path("/<uuid:part_id>/adjust", views.adjust, name="adjust"),
    path("/<uuid:part_id>/level", views.set_level, name="level"),
]
