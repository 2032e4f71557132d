"""Addresses of payment."""

from django.urls import path

from vaxel.doors.office.pay import views

app_name = "pay"
urlpatterns = [
    path("tickets/<uuid:ticket_id>", views.show, name="ticket"),
    path("tickets/<uuid:ticket_id>/lay", views.lay, name="lay"),
    path("tickets/<uuid:ticket_id>/card", views.card, name="card"),
    path("tickets/<uuid:ticket_id>/link", views.link, name="link"),
    path("tickets/<uuid:ticket_id>/card/<uuid:payment_id>", views.card_state, name="card_state"),
    path("tickets/<uuid:ticket_id>/card/<uuid:payment_id>/back", views.card_back, name="card_back"),
    path("tickets/<uuid:ticket_id>/finish", views.finish, name="finish"),
    path("tickets/<uuid:ticket_id>/in-parts", views.in_parts, name="in_parts"),
    path("tickets/<uuid:ticket_id>/deposit", views.deposit, name="deposit"),
    path("done/<uuid:document_id>", views.done, name="done"),
]
