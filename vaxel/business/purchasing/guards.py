"""What buying asks of the rungs below: a part keeps its stocking kind while it is on order (K-6)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import parts
from vaxel.business.catalog.models import Part
from vaxel.business.purchasing.models import PurchaseLine
from vaxel.business.purchasing.queries import OPEN_LINE
from vaxel.business.purchasing.states import ON_THE_WAY


@parts.guard_stocking
def on_order(part: Part) -> str | Promise:
    """Empty when nothing of the part is on its way."""
    if PurchaseLine.objects.filter(OPEN_LINE, part=part, order__state__in=ON_THE_WAY).exists():
        return _("some of it is on order. Receive it or call it off first.")
    return ""
