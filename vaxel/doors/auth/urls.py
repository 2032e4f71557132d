"""Addresses of the log-in door."""

from django.urls import path

from vaxel.doors.auth import surely, views

app_name = "auth"
urlpatterns = [
    path("login", views.login, name="login"),
    path("logout", views.logout, name="logout"),
    path("lock", views.lock, name="lock"),
    path("switch", views.switch, name="switch"),
    path("place", views.place, name="place"),
    path("language", views.language, name="language"),
    path("own", views.own, name="own"),
    path("keys", views.keys, name="keys"),
    path("sure", surely.sure, name="sure"),
]
