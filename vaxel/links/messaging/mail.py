"""E-mail through Django's mail back-end; host, user and password are the environment's.

All errors of smtplib are OSErrors; what the server said no to comes as SMTPResponseException or SMTPRecipientsRefused.
"""

from contextlib import suppress
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend

from vaxel.business.messaging.carriers import NoAnswer, NotTaken, Outgoing
from vaxel.kernel import actions


class Mail:
    """The shop's mail server. It tells nothing afterwards: what was taken is sent."""

    name, tells = "mail", False

    def carry(self, message: Outgoing) -> str:
        """As the protocol; the id is the letter's own."""
        if actions.in_transaction():
            raise RuntimeError("nothing outside is called inside a transaction")
        sender = settings.DEFAULT_FROM_EMAIL
        own_id = f"<{message.key}@{sender.rpartition('@')[2].rstrip('>') or 'vaxel'}>"
        letter = EmailMessage(message.subject, message.text, sender, [message.to], headers={"Message-ID": own_id})
        server = mailers.default
        try:
            _enter(server)
            _hand_over(server, letter)
        finally:
            with suppress(OSError):  # what the server has, it has, however it says goodbye
                server.close()
        return own_id


def _enter(server: BaseEmailBackend) -> None:
    """The server knows us. Until then no letter has left: whatever goes wrong, a password too, is tried again."""
    try:
        server.open()
    except OSError as failure:
        raise NotTaken(str(failure) or type(failure).__name__, again=True) from failure


def _hand_over(server: BaseEmailBackend, letter: EmailMessage) -> None:
    """The server has the letter. A line that breaks now may have broken after it was taken."""
    try:
        server.send_messages([letter])
    except SMTPRecipientsRefused as refusal:
        again = all(code < 500 for code, _said in refusal.recipients.values())
        raise NotTaken("the receiver was refused", again=again) from refusal
    except SMTPResponseException as refusal:
        raise NotTaken(f"{refusal.smtp_code}", again=refusal.smtp_code < 500) from refusal
    except OSError as failure:
        raise NoAnswer from failure
