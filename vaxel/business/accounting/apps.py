from django.apps import AppConfig


class AccountingConfig(AppConfig):
    name = "vaxel.business.accounting"
    label = "accounting"

    def ready(self) -> None:
        """What must hold in the books is asked by `vaxel check`."""
        from vaxel.business.accounting import checks  # noqa: F401 - registers
