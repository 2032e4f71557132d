from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "vaxel.doors"
    label = "doors"
