from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "vaxel.business.service"
    label = "service"
