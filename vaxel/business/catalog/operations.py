"""Labour operations: a code, a name and the guide's hours."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Operation
from vaxel.business.catalog.wishes import check_name, check_number, check_range
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor

MOST_HOURS_MILLI = 1_000_000


@action("operations.define")
def define(
    *, code: str, name_sv: str, name_en: str = "", hours_milli: int, rate_key: str = "general",
    asks_torque: bool | None = None, by: Actor, at: datetime,
) -> Operation:  # fmt: skip
    """The operation takes `hours_milli` thousandths of an hour by the guide; one that was retired is back.

    `asks_torque`: the wheels' torque is noted before the invoice (G6); not said, it stays as it is.
    Refuses with BadName, BadNumber, OutOfRange.
    """
    values: dict[str, object] = {
        "name_sv": check_name(name_sv, _("name"), 160),
        "name_en": check_name(name_en, _("English name"), 160, needed=False),
        "hours_milli": check_range(hours_milli, _("hours"), 0, MOST_HOURS_MILLI),
        "rate_key": check_number(rate_key, 30), "retired_at": None,
    }  # fmt: skip
    if asks_torque is not None:
        values["asks_torque"] = asks_torque
    return Operation.objects.update_or_create(code=check_number(code, 30), defaults=values)[0]


@action("operations.retire")
def retire(operation: Operation, *, by: Actor, at: datetime) -> Operation:
    """The operation is not offered any more; jobs that have it keep it."""
    operation.retired_at = operation.retired_at or at
    operation.save(update_fields=["retired_at"])
    return operation
