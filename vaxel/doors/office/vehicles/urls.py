"""Addresses of vehicles."""

from django.urls import path

from vaxel.doors.office.vehicles import views

app_name = "vehicles"
urlpatterns = [
    path("", views.index, name="list"),
    path("/<uuid:vehicle_id>", views.show, name="show"),
    path("/<uuid:vehicle_id>/visits", views.visits_, name="visits"),
    path("/<uuid:vehicle_id>/waiting/<uuid:work_id>/take-up", views.take_up, name="take_up"),
    path("/<uuid:vehicle_id>/sell-again", views.sell_again, name="sell_again"),
    path("/<uuid:vehicle_id>/change", views.change, name="change"),
    path("/<uuid:vehicle_id>/plate", views.move_plate, name="move_plate"),
    path("/<uuid:vehicle_id>/odometer", views.read_odometer, name="odometer"),
    path("/<uuid:vehicle_id>/owner", views.set_owner, name="owner"),
    path("/<uuid:vehicle_id>/waiting/<uuid:work_id>/drop", views.drop, name="drop"),
]
