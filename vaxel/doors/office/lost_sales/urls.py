"""Addresses of lost sales."""

from django.urls import path

from vaxel.doors.office.lost_sales import views

app_name = "lost_sales"
urlpatterns = [
    path("", views.index, name="list"),
    path("/record", views.record, name="record"),
]
