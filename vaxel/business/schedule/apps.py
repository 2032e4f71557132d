from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "vaxel.business.schedule"
    label = "schedule"

    def ready(self) -> None:
        """The rung's actions, settings and checks are known as soon as the product starts."""
        from vaxel.business.schedule import board, bookings, calendars, checks, forgotten, loans, planning  # noqa: F401
