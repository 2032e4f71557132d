"""Addresses of the technician's page."""

from django.urls import path

from vaxel.doors.office.mine import views

app_name = "mine"
urlpatterns = [
    path("", views.day, name="day"),
    path("/shift/<str:what>", views.shift, name="shift"),
    path("/jobs/<uuid:job_id>", views.job, name="job"),
    path("/jobs/<uuid:job_id>/fetch", views.fetch, name="fetch"),
    path("/jobs/<uuid:job_id>/<str:what>", views.do, name="do"),
]
