"""Address of the components' page."""

from django.urls import path

from vaxel.doors.office.design import views

app_name = "design"
urlpatterns = [path("", views.show, name="show")]
