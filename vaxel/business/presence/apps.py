from django.apps import AppConfig


class PresenceConfig(AppConfig):
    name = "vaxel.business.presence"
    label = "presence"

    def ready(self) -> None:
        """The rung's actions, settings and checks are known as soon as the product starts."""
        from vaxel.kernel import live

        live.group("board", "presence.guestentry", "presence.guest")
        from vaxel.business.presence import arrivals, checks, inspection  # noqa: F401 - register
