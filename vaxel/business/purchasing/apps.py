from django.apps import AppConfig


class PurchasingConfig(AppConfig):
    name = "vaxel.business.purchasing"
    label = "purchasing"

    def ready(self) -> None:
        """What must hold between orders, receipts and bills is asked by `vaxel check`; the worker sends and drafts."""
        from vaxel.business.purchasing import checks, dispatches, guards, schedule  # noqa: F401 - registers
