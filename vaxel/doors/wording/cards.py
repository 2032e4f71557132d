"""Why a card was not charged."""

from django.utils.translation import gettext_lazy as _

# Why a card was not charged, by group: what the cashier can do about it, never what the bank thinks of the customer.
WHY = {
    "insufficient_funds": _("the account does not hold so much. Split the payment, or take another card."),
    "withdrawal_count_limit_exceeded": _("the card's limit is reached. Split the payment, or take another card."),
    "expired_card": _("the card has expired. Take another card."),
    "incorrect_pin": _("the PIN was wrong. Try again."),
    "pin_try_exceeded": _("the PIN was wrong too many times. Take another card."),
    "offline_pin_required": _("the card has to be inserted and the PIN given. Try again."),
    "online_or_offline_pin_required": _("the card has to be inserted and the PIN given. Try again."),
    "processing_error": _("the bank could not answer. Try again, or take another card."),
    "try_again_later": _("the bank could not answer. Try again, or take another card."),
    "call_issuer": _("the bank said no. Try again, or take another card."),
    "generic_decline": _("the bank said no. Try again, or take another card."),
    "customer_canceled": _("the customer cancelled on the terminal."),
    "terminal_reader_busy": _("the terminal is busy. Wait until it is free, and try again."),
    "terminal_reader_offline": _("the terminal has no contact. See that it has power and network."),
    "terminal_reader_timeout": _("the terminal did not answer. Try again."),
    "amount_too_small": _("so small an amount cannot be taken by card. Take cash, or put it together with more."),
}


def why(reason: str) -> str:
    """The reason in words; one that has none is "declined" and no more."""
    return str(WHY.get(reason, _("the card was declined. Take another card.")))
