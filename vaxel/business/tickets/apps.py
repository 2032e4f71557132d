from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "vaxel.business.tickets"
    label = "tickets"
