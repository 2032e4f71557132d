"""Addresses of what customers owe."""

from django.urls import path

from vaxel.doors.office.receivables import terms, views

app_name = "receivables"
urlpatterns = [
    path("", views.index, name="list"),
    path("/remind", views.remind_some, name="remind"),
    path("/statements", views.send_statements, name="statements"),
    path("/terms", terms.show, name="terms"),
    path("/<uuid:party_id>", views.show, name="show"),
    path("/<uuid:party_id>/remind", views.remind, name="remind_one"),
    path("/<uuid:party_id>/paid/<uuid:document_id>", views.paid, name="paid"),
]
