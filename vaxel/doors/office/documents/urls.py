"""Addresses of posted documents."""

from django.urls import path

from vaxel.doors.office.documents import printing, views

app_name = "documents"
urlpatterns = [
    path("", views.index, name="list"),
    path("/print", printing.some, name="print"),
    path("/print-all", printing.all_shown, name="print_all"),
    path("/<uuid:document_id>", views.show, name="show"),
    path("/<uuid:document_id>/pdf", views.pdf, name="pdf"),
    path("/<uuid:document_id>/correct", views.correct, name="correct"),
    path("/<uuid:document_id>/take-back", views.take_back, name="take_back"),
]
