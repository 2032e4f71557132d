from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "vaxel.kernel"
    label = "kernel"

    def ready(self) -> None:
        """The kernel's own checks are known; PostgreSQL's connections keep every hot statement planned."""
        from django.db.backends.signals import connection_created

        from vaxel.kernel import checks, long_work  # noqa: F401 - registers
        from vaxel.kernel.db import literal  # noqa: F401 - registers
        from vaxel.kernel.db.urls import keep_plans

        connection_created.connect(keep_plans)
