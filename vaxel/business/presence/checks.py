"""What must hold in the staff ledger: corrections are of the same guest, and numbers can be read."""

from collections.abc import Iterator

from django.db.models import F

from vaxel.business.presence.arrivals import LABEL
from vaxel.business.presence.models import GuestEntry, PersonNumber
from vaxel.kernel import sealing
from vaxel.kernel.checks import check


@check("presence.entries")
def entries() -> Iterator[str]:
    """A guest's correction is of the same guest, and of one entry (S-186)."""
    wrong = GuestEntry.objects.filter(corrects__isnull=False).exclude(corrects__guest_id=F("guest_id"))
    for pk in wrong.values_list("pk", flat=True):
        yield f"entry {pk} of the staff ledger corrects another person's"


@check("presence.numbers")
def numbers() -> Iterator[str]:
    """Every personal number can be read with the installation's secret."""
    for one in PersonNumber.objects.all():
        try:
            sealing.opened(one.sealed, LABEL)
        except sealing.Unreadable:
            yield f"personal number {one.pk} cannot be read with this installation's secret"
