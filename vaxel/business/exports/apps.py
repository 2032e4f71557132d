from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "vaxel.business.exports"
    label = "exports"

    def ready(self) -> None:
        """The rung's actions and checks are known as soon as the product starts."""
        from vaxel.business.exports import batches, checks, collecting, connections, sending, targets  # noqa: F401 - register
