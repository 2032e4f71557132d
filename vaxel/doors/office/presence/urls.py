"""Addresses of the staff ledger."""

from django.urls import path

from vaxel.doors.office.presence import views

app_name = "presence"
urlpatterns = [
    path("", views.kiosk, name="kiosk"),
    path("/tap", views.tap, name="tap"),
    path("/ledger", views.ledger, name="ledger"),
    path("/ledger.csv", views.export, name="export"),
    path("/inspector", views.inspector, name="inspector"),
    path("/people", views.people, name="people"),
    path("/people/<str:what>", views.change, name="change"),
]
