"""Fees inside jobs: hung on a part, or supplies computed per job (S-74 to S-79)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog import rules
from vaxel.business.catalog.models import Fee, Part, PartFee
from vaxel.business.catalog.price_lists import BackwardDates
from vaxel.business.catalog.wishes import check_among, check_name, check_number, check_range
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import MILLION
from vaxel.kernel.refusals import Conflict

HANGS = ("hung", "core")
KINDS = (*HANGS, "supplies")


class CannotHang(Conflict):
    """A supplies fee is computed, not hung on a part."""

    sentence = _("%(name)s is computed per job and cannot hang on a part.")


@action("fees.define")
def define(
    *, key: str, name_sv: str, name_en: str, kind: str, valid_from: date, valid_to: date | None = None,
    unit_price_cm: int = 0, parts_ppm: int = 0, labour_ppm: int = 0, floor_minor: int = 0,
    ceiling_minor: int | None = None, tax_code: str = "standard", by: Actor, at: datetime,
) -> Fee:  # fmt: skip
    """The fee is so much from `valid_from` until the day before `valid_to`; jobs that have it keep what they have.

    `hung`: `unit_price_cm` per unit of the part. `core`: so too, for the old unit until it is back (K-52).
    `supplies`: parts per million of parts and of labour with sublet,
    between floor and ceiling, per job. All without VAT. Refuses with BackwardDates, BadName, NotAmong, OutOfRange.
    """
    if valid_to and valid_to <= valid_from:
        raise BackwardDates()
    check_range(floor_minor, _("least amount"))
    check_range(floor_minor if ceiling_minor is None else ceiling_minor, _("largest amount"), floor_minor)
    values = {
        "name_sv": check_name(name_sv, _("name"), 80), "name_en": check_name(name_en, _("English name"), 80),
        "kind": check_among(kind, _("kind of fee"), KINDS),
        "unit_price_cm": check_range(unit_price_cm, _("price"), 0, rules.LARGEST_CM),
        "parts_ppm": check_range(parts_ppm, _("share of parts"), 0, MILLION),
        "labour_ppm": check_range(labour_ppm, _("share of labour"), 0, MILLION),
        "floor_minor": floor_minor, "ceiling_minor": ceiling_minor, "tax_code": tax_code,
        "valid_from": valid_from, "valid_to": valid_to,
    }  # fmt: skip
    return Fee.objects.update_or_create(key=check_number(key, 30), defaults=values)[0]


@action("fees.hang")
def hang(fee: Fee, *, part: Part, by: Actor, at: datetime) -> None:
    """The fee follows the part's quantity from now on. Refuses with CannotHang."""
    if fee.kind not in HANGS:
        raise CannotHang(name=fee.name_en)
    PartFee.objects.get_or_create(part=part, fee=fee)
    note(part=part.number)


@action("fees.take_off")
def take_off(fee: Fee, *, part: Part, by: Actor, at: datetime) -> None:
    """The fee no longer follows the part."""
    PartFee.objects.filter(part=part, fee=fee).delete()
    note(part=part.number)


def for_parts(part_ids: Iterable[UUID], day: date) -> dict[UUID, list[Fee]]:
    """The fees that hang on each of the parts on the day; one query."""
    found: dict[UUID, list[Fee]] = defaultdict(list)
    hung = PartFee.objects.filter(_on(day, "fee__"), part__in=list(part_ids)).select_related("fee")
    for part_fee in hung.order_by("fee__key"):
        found[part_fee.part_id].append(part_fee.fee)
    return dict(found)


def supplies_on(day: date) -> Fee | None:
    """The supplies fee in force on the day, if the shop has one."""
    return Fee.objects.filter(_on(day), kind="supplies").order_by("-valid_from", "key").first()


def supplies_minor(fee: Fee, *, parts_minor: int, labour_minor: int) -> int:
    """What the fee is for a job with these net amounts (S-75)."""
    return rules.supplies_minor(
        parts_minor, labour_minor, parts_ppm=fee.parts_ppm, labour_ppm=fee.labour_ppm, floor_minor=fee.floor_minor,
        ceiling_minor=fee.ceiling_minor,
    )  # fmt: skip


def _on(day: date, prefix: str = "") -> Q:
    begun = Q((f"{prefix}valid_from__lte", day))
    return begun & (Q((f"{prefix}valid_to", None)) | Q((f"{prefix}valid_to__gt", day)))
