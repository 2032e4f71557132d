from django.apps import AppConfig


class LocationsConfig(AppConfig):
    name = "vaxel.business.locations"
    label = "locations"
