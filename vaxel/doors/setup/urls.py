"""Address of the set-up page."""

from django.urls import path

from vaxel.doors.setup import views

app_name = "setup"
urlpatterns = [path("", views.set_up, name="set_up")]
