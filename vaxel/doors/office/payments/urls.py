"""Addresses of payments."""

from django.urls import path

from vaxel.doors.office.payments import views

app_name = "payments"
urlpatterns = [path("", views.index, name="list"), path("/<uuid:payment_id>/check", views.check, name="check")]
