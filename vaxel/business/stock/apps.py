from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "vaxel.business.stock"
    label = "stock"

    def ready(self) -> None:
        """What must hold is asked by `vaxel check`; counted parts keep their kind; the search knows the shelves."""
        from vaxel.business.stock import checks, guards, near  # noqa: F401 - registers
