from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "vaxel.business.catalog"
    label = "catalog"

    def ready(self) -> None:
        """What must hold here is asked by `vaxel check`."""
        from vaxel.business.catalog import checks  # noqa: F401 - registers
