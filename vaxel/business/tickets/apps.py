from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "vaxel.business.tickets"
    label = "tickets"

    def ready(self) -> None:
        """The rung's actions and checks are known as soon as the product starts."""
        from vaxel.kernel import live

        live.group("board", "tickets.ticket", "tickets.job")
        from vaxel.business.tickets import canned, checks, jobs, lines, quotes, tickets  # noqa: F401 - registers
