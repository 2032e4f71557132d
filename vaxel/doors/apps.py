from django.apps import AppConfig


class DoorsConfig(AppConfig):
    name = "vaxel.doors"
    label = "doors"

    def ready(self) -> None:
        """What asks the payment provider for news is known as soon as the product starts."""
        from vaxel.links.stripe import events  # noqa: F401 - registers its round
