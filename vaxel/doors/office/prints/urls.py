"""Addresses of the print queue."""

from django.urls import path

from vaxel.doors.office.prints import views

app_name = "prints"
urlpatterns = [
    path("", views.index, name="list"),
    path("/<uuid:job_id>", views.state, name="state"),
    path("/<uuid:job_id>/retry", views.retry, name="retry"),
    path("/<uuid:job_id>/cancel", views.cancel, name="cancel"),
]
