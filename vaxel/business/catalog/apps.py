from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "vaxel.business.catalog"
    label = "catalog"
