"""Addresses of long work."""

from django.urls import path

from vaxel.doors.office.long_work import views

app_name = "work"
urlpatterns = [
    path("", views.index, name="list"),
    path("/notice", views.notice, name="notice"),
    path("/<uuid:work_id>/file", views.file, name="file"),
    path("/<uuid:work_id>/cancel", views.cancel, name="cancel"),
    path("/<uuid:work_id>/again", views.again, name="again"),
    path("/<uuid:work_id>/forget", views.forget, name="forget"),
]
