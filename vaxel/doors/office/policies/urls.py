"""Addresses of the approval rules."""

from django.urls import path

from vaxel.doors.office.policies import views

app_name = "policies"
urlpatterns = [
    path("", views.index, name="show"),
    path("/<str:kind>", views.change, name="change"),
]
