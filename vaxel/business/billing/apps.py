from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "vaxel.business.billing"
    label = "billing"
