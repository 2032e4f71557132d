"""The exceptions tray: facts that clashed lie here until a person has dealt with them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from vaxel.kernel.models import TrayItem


def lay(kind: str, subject: Model, *, site_id: UUID | None, at: datetime, **facts: Any) -> TrayItem:
    """One open item of this kind about the subject; `facts` fill the sentence the screen shows."""
    return TrayItem.objects.create(
        kind=kind,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        site_id=site_id,
        opened_at=at,
        facts=facts,
    )
