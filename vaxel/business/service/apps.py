from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "vaxel.business.service"
    label = "service"

    def ready(self) -> None:
        """What must hold in the workshop is asked by `vaxel check`; the gates' settings exist; arrivals are heard."""
        from vaxel.kernel import live

        live.group("board", "service.timeentry", "service.approval", "service.deferredwork")
        from vaxel.business.purchasing.needs import ask_of
        from vaxel.business.service import (  # noqa: F401 - register
            approvers,
            arrivals,
            attempts,
            checks,
            deliveries,
            forecast,
            gate_facts,
            needs,
            policies,
            signatures,
            telling,
            work,
        )

        ask_of(needs.TicketNeeds())
