"""Templates of inspections: defined in versions, chosen by the job's category; one that ships (S-114, S-118)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.wishes import check_name, check_number
from vaxel.business.inspections import sheets
from vaxel.business.inspections.models import InspectionTemplate
from vaxel.business.inspections.sheets import Group, Item, Limits
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused


class NoTemplate(Refused):
    """There is nothing to inspect by."""

    sentence = _("There is no inspection template in use. Define one first.")


@action("inspections.define_template")
def define(
    key: str,
    *,
    name_sv: str,
    name_en: str = "",
    groups: Sequence[Group],
    category: str = "",
    by: Actor,
    at: datetime,
) -> InspectionTemplate:
    """The template has these groups from now on; inspections that have begun keep theirs. Refuses with BadSheet."""
    key = check_number(key, 30)
    kept = sheets.stored(groups)
    last = InspectionTemplate.objects.select_for_update().filter(key=key).order_by("-version").first()
    InspectionTemplate.objects.filter(key=key).update(state="retired")
    made = InspectionTemplate.objects.create(
        key=key, version=last.version + 1 if last else 1, name_sv=check_name(name_sv, _("name"), 80),
        name_en=check_name(name_en, _("name"), 80, needed=False), category=category[:40],
        groups=kept, made_at=at,
    )  # fmt: skip
    note(key=key, version=made.version)
    return made


@action("inspections.retire_template")
def retire(template: InspectionTemplate, *, by: Actor, at: datetime) -> None:
    """No new inspection follows the template."""
    InspectionTemplate.objects.filter(key=template.key).update(state="retired")
    note(key=template.key)


def in_use() -> list[InspectionTemplate]:
    """The newest version of each template in use, by name."""
    return list(InspectionTemplate.objects.filter(state="active").order_by("name_sv", "id"))


def fitting(category: str) -> InspectionTemplate:
    """The template for jobs of this category, else one for any (S-118). Refuses with NoTemplate."""
    found = [one for one in in_use() if one.category in ("", category)]
    if not found:
        raise NoTemplate()
    return max(found, key=lambda one: bool(category) and one.category == category)


_WHEELS = (("fl", "vänster fram", "front left"), ("fr", "höger fram", "front right"),
           ("rl", "vänster bak", "rear left"), ("rr", "höger bak", "rear right"))  # fmt: skip
_ACROSS = (("inner", "inre", "inner"), ("mid", "mitt", "middle"), ("outer", "yttre", "outer"))
_TREAD_PLACES = tuple(
    (f"{wheel}_{part}", f"{sv} {part_sv}", f"{en} {part_en}")
    for wheel, sv, en in _WHEELS
    for part, part_sv, part_en in _ACROSS
)
_FRONT, _REAR = _WHEELS[:2], _WHEELS[2:]
TREAD_SUMMER = Limits("mm", 1_600, 3_000, 20_000)
TREAD_WINTER = Limits("mm", 3_000, 4_000, 20_000)
PADS = Limits("mm", 2_000, 4_000, 30_000)
BATTERY = Limits("V", 11_800, 12_400, 30_000)
BRAKE_FLUID = Limits("%", 3_000, 1_500, 100_000, more_is_worse=True)


_PASSENGER_CAR = (
    Group("Däck och hjul", "Tyres and wheels", (
        Item("tread", "Mönsterdjup", "Tread depth", True, False, "", TREAD_SUMMER, _TREAD_PLACES),
        Item("tyre_age", "Däckens ålder och skick", "Age and state of tyres", True),
        Item("wheel_bolts", "Hjulbultar", "Wheel bolts", True),
    )),
    Group("Bromsar", "Brakes", (
        Item("pads_front", "Bromsbelägg fram", "Brake pads, front", True, False, "", PADS, _FRONT),
        Item("pads_rear", "Bromsbelägg bak", "Brake pads, rear", True, False, "", PADS, _REAR),
        Item("discs", "Bromsskivor", "Brake discs", True),
        Item("brake_fluid", "Bromsvätska, vattenhalt", "Brake fluid, water content", True, False, "", BRAKE_FLUID,
             (("tank", "behållaren", "reservoir"),)),
        Item("hoses", "Bromsslangar och rör", "Brake hoses and pipes", True, True),
    )),
    Group("Under huven", "Under the bonnet", (
        Item("battery", "Batteri, vilospänning", "Battery, at rest", False, False, "", BATTERY,
             (("rest", "vila", "at rest"),)),
        Item("oil", "Motorolja, nivå och läckage", "Engine oil, level and leaks"),
        Item("coolant", "Kylvätska", "Coolant", False, True),
        Item("belts", "Remmar", "Belts", False, True),
    )),
    Group("Under bilen", "Under the car", (
        Item("steering", "Styrning och spindelleder", "Steering and ball joints", True),
        Item("suspension", "Stötdämpare och fjädrar", "Shock absorbers and springs", True),
        Item("exhaust", "Avgassystem", "Exhaust", False, True),
        Item("rust", "Rost på bärande delar", "Rust on bearing parts", True),
        Item("driveshafts", "Drivknutar och damasker", "Drive shafts and boots"),
    )),
    Group("Ljus och sikt", "Lights and sight", (
        Item("lights", "Belysning", "Lights", True),
        Item("wipers", "Torkarblad", "Wiper blades", False, False, ""),
        Item("windscreen", "Vindruta", "Windscreen", False, True),
        Item("horn_belts", "Signalhorn och bälten", "Horn and seat belts", True, True),
    )),
)  # fmt: skip


def passenger_car(jobs: Mapping[str, str] | None = None) -> tuple[Group, ...]:
    """The inspection that ships: what a good workshop looks at on every car, a green one in three minutes.

    `jobs`: item → the canned job that one press makes of it (S-116).
    """
    wanted = jobs or {}
    return tuple(
        replace(group, items=tuple(replace(item, canned_key=wanted.get(item.key, "")) for item in group.items))
        for group in _PASSENGER_CAR
    )
