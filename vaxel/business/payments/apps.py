from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "vaxel.business.payments"
    label = "payments"
