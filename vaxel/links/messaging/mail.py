"""E-mail through Django's mail back-end; host, user and password are the environment's."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage

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
        try:
            letter.send()
        except SMTPRecipientsRefused as refusal:
            raise NotTaken("the receiver was refused", again=False) from refusal
        except SMTPResponseException as refusal:
            raise NotTaken(f"{refusal.smtp_code}", again=refusal.smtp_code < 500) from refusal
        except TimeoutError as failure:
            raise NoAnswer from failure
        except (SMTPException, OSError) as failure:
            raise NotTaken(str(failure) or type(failure).__name__, again=True) from failure
        return own_id
