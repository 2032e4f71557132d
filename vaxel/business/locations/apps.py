from django.apps import AppConfig


class LocationsConfig(AppConfig):
    name = "vaxel.business.locations"
    label = "locations"

    def ready(self) -> None:
        from vaxel.business.locations import checks  # noqa: F401 - its checks are known from here on
