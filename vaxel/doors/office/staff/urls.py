"""Addresses of the people who work here."""

from django.urls import path

from vaxel.doors.office.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.hire, name="new"),
    path("/<uuid:person_id>", views.show, name="show"),
    path("/<uuid:person_id>/edit", views.edit, name="edit"),
    path("/<uuid:person_id>/assign", views.assign, name="assign"),
    path("/<uuid:person_id>/unassign", views.unassign, name="unassign"),
    path("/<uuid:person_id>/password", views.set_password, name="password"),
    path("/<uuid:person_id>/pin", views.set_pin, name="pin"),
    path("/<uuid:person_id>/leave", views.leave, name="leave"),
    path("/<uuid:person_id>/come-back", views.come_back, name="come-back"),
]
