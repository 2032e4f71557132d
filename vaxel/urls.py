"""All addresses: each door includes its own."""

from django.urls import URLPattern, URLResolver, include, path

from vaxel.doors.health.metrics import metrics
from vaxel.doors.health.views import health
from vaxel.doors.https.views import certificate

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("authority.crt", certificate, name="authority"),
    path("", include("vaxel.doors.auth.urls")),
    path("setup", include("vaxel.doors.setup.urls")),
    path("", include("vaxel.doors.hooks.urls")),
    path("", include("vaxel.doors.sync.urls")),
    path("", include("vaxel.doors.portal.urls")),
    path("", include("vaxel.doors.till.urls")),
    path("", include("vaxel.doors.office.urls")),
]
