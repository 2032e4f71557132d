"""Card readers of a site, and the lease of a reader's one action slot (payments.md §7)."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Register, Site
from vaxel.business.payments.models import CardReader, Payment
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Conflict

LEASE = timedelta(seconds=180)


class ReaderTaken(Conflict):
    """Another till's payment is on the reader."""

    sentence = _("%(reader)s is busy with another payment. Wait for it, or use another reader.")


class ReaderElsewhere(Conflict):
    """A reader is in use at one site at a time."""

    sentence = _("%(reader)s is in use at another site. Take it out of use there first.")


@action("readers.add")
def add(
    site: Site, *, provider_id: str, label: str, kind: str = "", register: Register | None = None, by: Actor,
    at: datetime,
) -> CardReader:  # fmt: skip
    """The site has the reader; one that was known before is put in use again, under its new name.

    Refuses with ReaderElsewhere.
    """
    held = CardReader.objects.select_for_update().filter(provider_id=provider_id, retired_at=None).first()
    if held and held.site_id != site.pk:
        raise ReaderElsewhere(reader=held.label)
    made, _new = CardReader.objects.update_or_create(
        provider_id=provider_id,
        defaults={"site": site, "label": label.strip()[:80] or provider_id, "kind": kind, "register": register,
                  "retired_at": None},
    )  # fmt: skip
    return made


@action("readers.place")
def place(reader: CardReader, *, register: Register | None, by: Actor, at: datetime) -> CardReader:
    """The reader stands at the register, or (None) serves whichever till asks for it."""
    CardReader.objects.filter(pk=reader.pk).update(register=register)
    reader.refresh_from_db()
    return reader


@action("readers.retire")
def retire(reader: CardReader, *, by: Actor, at: datetime) -> CardReader:
    """No till uses the reader any more."""
    CardReader.objects.filter(pk=reader.pk).update(retired_at=at, register=None)
    reader.refresh_from_db()
    return reader


def of(register: Register | None, site: Site) -> CardReader | None:
    """The reader for a payment: the register's own, else one of the site's that stands at no register."""
    rows = CardReader.objects.filter(site=site, retired_at=None)
    own = rows.filter(register=register).order_by("label").first() if register else None
    return own or rows.filter(register=None).order_by("label").first()


@action("readers.lease", site=lambda reader, *_, **__: reader.site_id)
def lease(reader: CardReader, payment: Payment, *, by: Actor, at: datetime) -> CardReader:
    """The reader is the payment's for three minutes more; refuses with ReaderTaken. Only one of two tills gets it."""
    CardReader.objects.filter(lease_payment=payment).exclude(pk=reader.pk).update(lease_payment=None, lease_until=None)
    free = Q(lease_payment=None) | Q(lease_payment=payment) | Q(lease_until__lt=at)
    changed = CardReader.objects.filter(free, pk=reader.pk).update(lease_payment=payment, lease_until=at + LEASE)
    if not changed:
        raise ReaderTaken(reader=reader.label)
    return reader


def release(payment: Payment) -> None:
    """Nobody's payment holds the reader; part of the action that decides the payment."""
    CardReader.objects.filter(lease_payment=payment).update(lease_payment=None, lease_until=None)
