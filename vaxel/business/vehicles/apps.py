from django.apps import AppConfig


class VehiclesConfig(AppConfig):
    name = "vaxel.business.vehicles"
    label = "vehicles"

    def ready(self) -> None:
        """What must hold here is asked by `vaxel check`."""
        from vaxel.business.vehicles import checks  # noqa: F401 - registers
