"""Addresses of the calendar."""

from django.urls import path

from vaxel.doors.office.schedule import setup, views

app_name = "schedule"
urlpatterns = [
    path("", views.index, name="calendar"),
    path("/free", views.free, name="free"),
    path("/plan/<uuid:job_id>", views.plan, name="plan"),
    path("/times/<uuid:planned_id>", views.time, name="time"),
    path("/times/<uuid:planned_id>/off", views.take_off, name="take_off"),
    path("/drop", views.drop, name="drop"),
    path("/book/<uuid:ticket_id>", views.book, name="book"),
    path("/bookings/<uuid:booking_id>/<str:what>", views.booking_do, name="booking_do"),
    path("/loans/<uuid:loan_id>", views.loan, name="loan"),
    path("/setup", setup.show, name="setup"),
    path("/setup/<str:what>", setup.change, name="change"),
]
