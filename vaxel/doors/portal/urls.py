"""Addresses of the customer's pages."""

from django.urls import path

from vaxel.doors.portal import views

app_name = "portal"
urlpatterns = [
    path("q/<str:token>", views.quote, name="quote"),
    path("q/<str:token>/photos/<uuid:photo_id>", views.photo, name="photo"),
    path("q/<str:token>/quote.pdf", views.pdf, name="pdf"),
]
