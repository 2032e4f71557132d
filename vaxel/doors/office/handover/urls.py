"""Addresses of what is handed to accounting systems."""

from django.urls import path

from vaxel.doors.office.handover import connecting, files, setup, views

app_name = "handover"
urlpatterns = [
    path("", views.index, name="list"),
    path("/units/<uuid:unit_id>", views.unit, name="unit"),
    path("/units/<uuid:unit_id>/do/<str:what>", views.do, name="do"),
    path("/files/<uuid:batch_id>", files.download, name="file"),
    path("/files/<uuid:batch_id>/do/<str:what>", files.do, name="file_do"),
    path("/<slug:key>", views.units, name="units"),
    path("/<slug:key>/setup", setup.show, name="setup"),
    path("/<slug:key>/preview", views.preview, name="preview"),
    path("/<slug:key>/files", files.index, name="files"),
    path("/<slug:key>/make", files.make, name="make"),
    path("/<slug:key>/connect", connecting.show, name="connect"),
    path("/<slug:key>/back", connecting.back, name="back"),
    path("/<slug:key>/disconnect", connecting.disconnect, name="disconnect"),
    path("/<slug:key>/accounts", connecting.accounts, name="accounts"),
    path("/<slug:key>/send", connecting.send, name="send"),
    path("/<slug:key>/read-back", connecting.read_back, name="read_back"),
    path("/<slug:key>/compare", views.compare, name="compare"),
]
