"""What every thing of the shop has: an id of its own, made where it was born (S-4)."""

from django.db import models

from vaxel.kernel.ids import new_id


class Thing(models.Model):
    """A row with a time-ordered UUID that a browser, a till or the server may have made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True
