from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "vaxel.business.payments"
    label = "payments"

    def ready(self) -> None:
        """The rung's actions and checks are known as soon as the product starts."""
        from vaxel.business.payments import cards, checks, corrections, deposits, drawers, refunds, sales, tenders  # noqa: F401 - registers
