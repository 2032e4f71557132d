from django.apps import AppConfig


class AccountingConfig(AppConfig):
    name = "vaxel.business.accounting"
    label = "accounting"
