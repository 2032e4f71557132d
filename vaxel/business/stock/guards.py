"""What stock asks of the rungs below: a part keeps its stocking kind while something of it is counted (K-6)."""

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import parts
from vaxel.business.catalog.models import Part
from vaxel.business.stock.models import Balance


@parts.guard_stocking
def counted(part: Part) -> str | Promise:
    """Empty when no shelf has, lacks or promises anything of the part."""
    if Balance.objects.filter(~Q(on_hand_milli=0) | ~Q(reserved_milli=0), part=part).exists():
        return _("some of it lies on a shelf. Sell, scrap or adjust it to nothing first.")
    return ""
