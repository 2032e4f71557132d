from django.apps import AppConfig


class TyresConfig(AppConfig):
    name = "vaxel.business.tyres"
    label = "tyres"

    def ready(self) -> None:
        """The rung's actions, settings and checks are known as soon as the product starts."""
        from vaxel.kernel import live

        live.group("tyres", "tyres.wheelset", "tyres.tyreplace")
        from vaxel.business.tyres import checks, hotel, swaps  # noqa: F401 - register
