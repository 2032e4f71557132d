from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "vaxel.business.messaging"
    label = "messaging"

    def ready(self) -> None:
        """The worker sends what waits."""
        from vaxel.business.messaging import outbox, templates, ways_out  # noqa: F401 - registers
