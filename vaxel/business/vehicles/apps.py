from django.apps import AppConfig


class VehiclesConfig(AppConfig):
    name = "vaxel.business.vehicles"
    label = "vehicles"
