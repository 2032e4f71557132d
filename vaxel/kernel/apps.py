from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "vaxel.kernel"
    label = "kernel"
