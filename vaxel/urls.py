"""All addresses: each door includes its own."""

from django.urls import URLPattern, URLResolver, path

from vaxel.doors.health.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
]
