"""Addresses of claims to suppliers."""

from django.urls import path

from vaxel.doors.office.claims import views

app_name = "claims"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.new, name="new"),
    path("/<uuid:claim_id>", views.show, name="show"),
    path("/<uuid:claim_id>/do/<str:what>", views.do, name="do"),
]
