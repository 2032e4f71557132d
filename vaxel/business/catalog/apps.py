from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "vaxel.business.catalog"
    label = "catalog"

    def import_models(self) -> None:
        """Fitment's tables lie in a file of their own."""
        super().import_models()
        from vaxel.business.catalog import fit_models  # noqa: F401 - registers

    def ready(self) -> None:
        """What must hold here is asked by `vaxel check`."""
        from vaxel.business.catalog import checks  # noqa: F401 - registers
