from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "vaxel.business.inspections"
    label = "inspections"

    def ready(self) -> None:
        """The rung's actions and checks are known as soon as the product starts."""
        from vaxel.kernel import live

        live.group("board", "inspections.inspection")
        from vaxel.business.inspections import checks, inspections, reports, templates  # noqa: F401
