from django.apps import AppConfig


class PurchasingConfig(AppConfig):
    name = "vaxel.business.purchasing"
    label = "purchasing"
