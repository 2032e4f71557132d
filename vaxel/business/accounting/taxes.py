"""Dated tax rates: which rate a code means on a day (M-8)."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.models import TaxRate
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import reads, setup
from vaxel.kernel.refusals import Refused

SWEDEN = (
    ("standard", "S", 250_000),
    ("reduced", "S", 120_000),
    ("low", "S", 60_000),
    ("exempt", "E", 0),
    ("outside", "O", 0),
    ("reverse", "AE", 0),
)


class NoRate(Refused):
    """No rate is known for the code on that day."""

    sentence = _("No tax rate is known for %(code)s on %(day)s in %(jurisdiction)s. Add it under Settings, Tax.")


@action("taxes.install_sweden")
def install_sweden(*, by: Actor, at: datetime) -> None:
    """Sweden's rates stand in the table from 1996 on; running it again changes nothing."""
    since = {"jurisdiction": "SE", "valid_from": date(1996, 1, 1), "source": "ML 9 kap."}
    rates = [TaxRate(code=code, category=category, ppm=ppm, **since) for code, category, ppm in SWEDEN]
    TaxRate.objects.bulk_create(rates, ignore_conflicts=True)


def rates_on(jurisdiction: str, day: date) -> dict[str, tuple[str, int]]:
    """Code → (category, parts per million) of every rate that holds on the day."""
    return setup.once(("rates", jurisdiction, day), lambda: _rates_on(jurisdiction, day))


def _rates_on(jurisdiction: str, day: date) -> dict[str, tuple[str, int]]:
    held = reads.select(
        TaxRate, ("code", "category", "ppm"),
        "t.jurisdiction = %s AND t.valid_from <= %s AND (t.valid_to IS NULL OR t.valid_to > %s)",
        [jurisdiction, day, day],
    )  # fmt: skip
    return {code: (category, ppm) for code, category, ppm in held}


def rate(jurisdiction: str, code: str, day: date) -> tuple[str, int]:
    """(category, parts per million) of the code on the day; refuses with NoRate."""
    try:
        return rates_on(jurisdiction, day)[code]
    except KeyError:
        raise NoRate(code=code, day=day.isoformat(), jurisdiction=jurisdiction) from None
