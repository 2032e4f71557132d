from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "vaxel.business.stock"
    label = "stock"
