from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "vaxel.business.parties"
    label = "parties"

    def ready(self) -> None:
        from vaxel.business.parties import checks  # noqa: F401 - its checks are known from here on
