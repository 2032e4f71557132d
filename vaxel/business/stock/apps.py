from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "vaxel.business.stock"
    label = "stock"

    def ready(self) -> None:
        """What must hold on the shelves is asked by `vaxel check`; a counted part keeps its stocking kind."""
        from vaxel.business.stock import checks, guards  # noqa: F401 - registers
