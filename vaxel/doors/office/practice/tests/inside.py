"""The addresses of the practice shop, where one may enter."""

from django.urls import include, path

from vaxel.doors.office.practice import views

urlpatterns = [path("practice/enter", views.enter), path("", include("vaxel.urls"))]
