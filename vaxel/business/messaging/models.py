"""Messages to customers, with how far each has come."""

from django.db import models

from vaxel.business.locations.models import LANGUAGES, Site
from vaxel.business.messaging.states import MESSAGE
from vaxel.business.parties.models import Party
from vaxel.business.tickets.models import Ticket
from vaxel.kernel.things import Thing

LINK = "{link}"


class Message(Thing):
    """One SMS or e-mail (C-43). `text` holds `{link}` where the link stands, which is kept apart."""

    SMS, MAIL = "sms", "mail"

    site = models.ForeignKey(Site, models.PROTECT, related_name="messages")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="messages")
    party = models.ForeignKey(Party, models.PROTECT, related_name="messages")
    key = models.CharField(max_length=120, unique=True, help_text="one message per cause (C-44)")
    channel = models.CharField(max_length=4, choices=[(SMS, "SMS"), (MAIL, "mail")])
    purpose = models.CharField(max_length=20, help_text="as Consent.purpose")
    to = models.CharField(max_length=254, help_text="+digits or an e-mail address, copied when it was written")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    subject = models.CharField(max_length=160, default="")
    text = models.TextField()
    link = models.CharField(max_length=300, default="", help_text="emptied once a real carrier has it")
    parts = models.PositiveSmallIntegerField(default=0, help_text="of an SMS, with the link")
    state = models.CharField(max_length=10, choices=MESSAGE.choices, default="waiting")
    carrier = models.CharField(max_length=20, default="", help_text="who was given it")
    carriers_id = models.CharField(max_length=80, default="")
    error = models.CharField(max_length=300, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="not tried before")
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="delivered, or given up")

    class Meta:
        indexes = [
            models.Index(fields=["site", "-made_at", "-id"], name="message_list"),
            models.Index(fields=["ticket", "made_at"], name="message_ticket"),
            models.Index(
                fields=["due_at"], condition=models.Q(state__in=["waiting", "sending"]), name="message_undecided"
            ),
        ]

    @property
    def whole(self) -> str:
        """The text as the customer reads it; where the link is not kept, dots stand."""
        return self.text.replace(LINK, self.link or "…")


class MessageTemplate(Thing):
    """The shop's own words for a kind of message in a language; without a row the house's words are sent."""

    kind = models.CharField(max_length=12)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    subject = models.CharField(max_length=160)
    text = models.CharField(max_length=1000)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="message_template_once")]


class StoppedAddress(Thing):
    """An address that asked to be left alone by a stop word: it gets nothing but service (C-23)."""

    channel = models.CharField(max_length=4)
    address = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "address"], name="stopped_address_once")]
