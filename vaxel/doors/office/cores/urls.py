"""Addresses of cores."""

from django.urls import path

from vaxel.doors.office.cores import views

app_name = "cores"
urlpatterns = [
    path("", views.index, name="list"),
    path("/send-back", views.send_back, name="send_back"),
    path("/<uuid:core_id>", views.show, name="show"),
    path("/<uuid:core_id>/do/<str:what>", views.do, name="do"),
]
