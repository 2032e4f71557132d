"""Addresses of the customer's pages, and of the public one."""

from django.urls import path

from vaxel.doors.portal import inspector, leaving, paying, requests, status, views

app_name = "portal"
urlpatterns = [
    path("q/<str:token>", views.quote, name="quote"),
    path("q/<str:token>/photos/<uuid:photo_id>", views.photo, name="photo"),
    path("q/<str:token>/quote.pdf", views.pdf, name="pdf"),
    path("q/<str:token>/status", status.status, name="status"),
    path("q/<str:token>/ask", status.ask, name="ask"),
    path("q/<str:token>/documents/<uuid:document_id>", status.document, name="document"),
    path("q/<str:token>/documents/<uuid:document_id>.pdf", status.document_pdf, name="document_pdf"),
    path("stop/<str:token>", leaving.stop, name="stop"),
    path("p/<str:token>", paying.pay, name="pay"),
    path("inspector/<str:token>", inspector.ledger, name="inspector"),
    path("inspector/<str:token>/ledger.csv", inspector.export, name="inspector_file"),
    path("book", requests.choose, name="book_where"),
    path("book/<uuid:site_id>", requests.book, name="book"),
]
