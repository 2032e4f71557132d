from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "vaxel.business.parties"
    label = "parties"
