"""Addresses of the board."""

from django.urls import path

from vaxel.doors.office.board import views

app_name = "board"
urlpatterns = [
    path("", views.index, name="board"),
    path("/menu/<uuid:ticket_id>", views.menu, name="menu"),
    path("/move", views.move, name="move"),
    path("/put-back", views.put_back, name="put_back"),
]
