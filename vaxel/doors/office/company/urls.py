"""Addresses of the company."""

from django.urls import path

from vaxel.doors.office.company import views

app_name = "company"
urlpatterns = [path("", views.edit, name="edit"), path("/preview", views.preview, name="preview")]
