from django.apps import AppConfig


class LocationsConfig(AppConfig):
    name = "vaxel.business.locations"
    label = "locations"

    def ready(self) -> None:
        """The rung's actions and checks are known as soon as the product starts."""
        from vaxel.business.locations import (  # noqa: F401 - registers
            checks,
            credentials,
            devices,
            enrolments,
            preferences,
            registers,
            roles,
            sites,
            staff,
            tokens,
        )
