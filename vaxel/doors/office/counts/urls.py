"""Addresses of stock counts."""

from django.urls import path

from vaxel.doors.office.counts import result, views

app_name = "counts"
urlpatterns = [
    path("", views.index, name="list"),
    path("/new", views.new, name="new"),
    path("/<uuid:count_id>", views.show, name="show"),
    path("/<uuid:count_id>/scan", views.scan, name="scan"),
    path("/<uuid:count_id>/line", views.line, name="line"),
    path("/<uuid:count_id>/finish", result.finish, name="finish"),
    path("/<uuid:count_id>/reopen", result.reopen, name="reopen"),
    path("/<uuid:count_id>/post", result.post, name="post"),
    path("/<uuid:count_id>/cancel", result.cancel, name="cancel"),
]
