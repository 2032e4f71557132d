"""Addresses of inspections."""

from django.urls import path

from vaxel.doors.office.inspections import views

app_name = "inspections"
urlpatterns = [
    path("", views.index, name="list"),
    path("/begin", views.begin, name="begin"),
    path("/<uuid:inspection_id>", views.show, name="show"),
    path("/<uuid:inspection_id>/record", views.record, name="record"),
    path("/<uuid:inspection_id>/photos", views.add_photo, name="add_photo"),
    path("/<uuid:inspection_id>/move", views.move, name="move"),
    path("/<uuid:inspection_id>/offer", views.offer, name="offer"),
    path("/<uuid:inspection_id>/acknowledge", views.acknowledge, name="acknowledge"),
    path("/<uuid:inspection_id>/report.pdf", views.report, name="report"),
    path("/photos/<uuid:photo_id>", views.photo, name="photo"),
    path("/photos/<uuid:photo_id>/draw", views.draw, name="draw"),
    path("/photos/<uuid:photo_id>/remove", views.remove_photo, name="remove_photo"),
]
