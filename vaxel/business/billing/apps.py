from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "vaxel.business.billing"
    label = "billing"

    def ready(self) -> None:
        """The rung's actions and checks are known as soon as the product starts."""
        from vaxel.business.billing import checks, learning, posting  # noqa: F401 - registers
