from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "vaxel.readers.reports"
    label = "reports"

    def ready(self) -> None:
        """The worker keeps the days' sums; the checks prove them."""
        from vaxel.readers.reports import checks, keeping  # noqa: F401 - registers
