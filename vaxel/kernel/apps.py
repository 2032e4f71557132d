from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "vaxel.kernel"
    label = "kernel"

    def ready(self) -> None:
        """The kernel's own checks are known."""
        from vaxel.kernel import checks  # noqa: F401 - registers
