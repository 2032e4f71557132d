from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "vaxel.business.payments"
    label = "payments"

    def ready(self) -> None:
        """The rung's actions and checks are known as soon as the product starts."""
        from vaxel.business.payments import (  # noqa: F401 - registers
            cards,
            checks,
            corrections,
            deposits,
            drawers,
            gift_cards,
            give_backs,
            inbox,
            instalments,
            pay_links,
            payouts,
            readers,
            refunds,
            sales,
            tenders,
            till_facts,
        )
