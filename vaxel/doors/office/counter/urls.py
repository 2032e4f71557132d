"""Addresses of the counter."""

from django.urls import path

from vaxel.doors.office.counter import views

app_name = "counter"
urlpatterns = [
    path("", views.sale, name="sale"),
    path("/search", views.search, name="search"),
    path("/add", views.add, name="add"),
    path("/free", views.free, name="free"),
    path("/connect", views.connect, name="connect"),
    path("/returns", views.returns, name="returns"),
    path("/tiles", views.tiles, name="tiles"),
    path("/<uuid:ticket_id>", views.sale, name="cart"),
]
