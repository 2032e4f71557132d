from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "vaxel.business.schedule"
    label = "schedule"

    def ready(self) -> None:
        """The rung's actions, settings and checks are known as soon as the product starts."""
        from vaxel.kernel import live

        live.group(
            "board", "schedule.plannedtime", "schedule.booking", "schedule.loan", "schedule.absence",
            "schedule.resource", "schedule.closedday",
        )  # fmt: skip
        from vaxel.business.schedule import (  # noqa: F401 - register
            board,
            bookings,
            calendars,
            checks,
            forgotten,
            loans,
            planning,
            waiting,
        )
