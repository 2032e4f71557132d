"""Signatures drawn on the customer's page: strokes of points, kept beside the approval (S-89, S-90)."""

import re
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.locations import preferences
from vaxel.business.locations.preferences import Preference
from vaxel.business.service.models import Approval, ApprovalSignature

SIGN = preferences.declare(
    Preference("approvals.sign", False, _("Whether customers sign with finger or mouse when they approve by link."))
)
MOST = 12_000
_STROKES = re.compile(
    r"[0-9]{1,3},[0-9]{1,3}( [0-9]{1,3},[0-9]{1,3})+(;[0-9]{1,3},[0-9]{1,3}( [0-9]{1,3},[0-9]{1,3})+)*"
)


def demanded(site_id: UUID) -> bool:
    """Whether a yes by link is signed at the site. One query."""
    return bool(preferences.value(SIGN.key, site_id))


def read(text: str) -> str:
    """Strokes as drawn, `x,y x,y;x,y x,y` on a field of 600 by 200; empty for what is no drawing."""
    plain = text.strip()
    return plain if len(plain) <= MOST and _STROKES.fullmatch(plain) else ""


def keep(approval: Approval, strokes: str) -> None:
    """The signature belongs to the approval; part of the action that stores it."""
    ApprovalSignature.objects.create(approval=approval, strokes=strokes)
