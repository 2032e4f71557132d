"""What a till must know of the shop to sell alone: rates, lists, fees, tenders, texts, tiles, and who may be there."""

import hashlib
import time
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db.models import Q

from vaxel.business.accounting import taxes
from vaxel.business.catalog.models import Fee, LabourRate, Operation, PartFee
from vaxel.business.locations import actors, enrolments, fiscal, limits
from vaxel.business.locations.attempts import LOCKED_FOR
from vaxel.business.locations.models import Company, Device, Register, Site, Staff
from vaxel.business.locations.pins import TRIES_MOST
from vaxel.business.parties import queries as parties
from vaxel.business.parties.models import CustomerGroup
from vaxel.business.payments import readers
from vaxel.business.tickets import costing, papers, quick_keys
from vaxel.doors.sync import lists
from vaxel.kernel import clock

KEPT_S = 5.0
RIGHTS = (
    "sales.ring_up", "sales.take_back", "drawers.open", "drawers.close", "drawers.move_cash",
    "drawers.open_without_sale", "deposits.take", "payments.take", "prices.override", "prices.below_cost",
    "discounts.unlimited", "money.other_way",
)  # fmt: skip
OFFLINE = ("cash", "card", "swish", "bank", "on_account")
ONLINE = ("store_credit",)


@dataclass(frozen=True, slots=True)
class _Kept:
    version: str
    said: dict[str, Any]
    until: float


_kept: dict[UUID, _Kept] = {}


def forget() -> None:
    """What was read is read anew."""
    _kept.clear()


def version(device: Device) -> str:
    """The newest version of what tills of the register must know; looked up at most every few seconds."""
    return _of(device).version


def whole(device: Device) -> dict[str, Any]:
    """Everything, with the operators' words for this device."""
    kept = _of(device)
    people = [{**one, "shift": enrolments.word_of(device, UUID(one["id"]))} for one in kept.said["operators"]]
    return {"version": kept.version, "series": _label(device), **kept.said, "operators": people}


def operators(device: Device) -> list[dict[str, Any]]:
    """Who may stand at the device."""
    found: list[dict[str, Any]] = whole(device)["operators"]
    return found


def _label(device: Device) -> str:
    assert device.register is not None
    return f"{device.register.name}{device.series}"


def _of(device: Device) -> _Kept:
    register = device.register
    assert register is not None
    held = _kept.get(register.pk)
    if held is None or held.until < time.monotonic():
        said = _read(device.site, register)
        digest = hashlib.sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()[:20]
        held = _kept[register.pk] = _Kept(f"s-{digest}", said, time.monotonic() + KEPT_S)
    return held


def _read(site: Site, register: Register) -> dict[str, Any]:
    company = Company.objects.get()
    day = costing.business_day(site, clock.now())
    rates = taxes.rates_on(site.jurisdiction, day)
    return {
        "day": day.isoformat(), "language": company.language, "currency": site.currency,
        "cash_step_minor": site.cash_step_minor, "time_zone": site.time_zone,
        "locale": "sv_SE" if site.jurisdiction.startswith("SE") else "en_US", "fiscal_profile": site.fiscal_profile,
        "fiscal_text": site.fiscal_reason, "printer": bool(settings.PRINTER),
        "card_reader": readers.of(register, site) is not None,
        "company": {name: getattr(company, name) for name in (
            "name", "organisation_number", "vat_number", "address", "phone", "email")},
        "site": {"id": str(site.pk), **{name: getattr(site, name) for name in (
            "code", "name", "address", "phone", "email")}},
        "register": {"id": str(register.pk), "name": register.name},
        "tenders": [
            {"tender": one, "may": fiscal.may_take(site.fiscal_profile, one), "offline": one in OFFLINE}
            for one in (*OFFLINE, *ONLINE)
        ],
        "tax_codes": {code: {"category": category, "ppm": ppm} for code, (category, ppm) in sorted(rates.items())},
        "lists": [one.as_json() for one in lists.in_force(site, day)],
        "groups": [{"id": str(one.pk), "name": one.name} for one in CustomerGroup.objects.order_by("name", "id")],
        "labour": _labour(site), "operations": _operations(), "fees": _fees(day),
        "quick_keys": [
            {"label": one.label, "part": _id(one.part_id), "operation": _id(one.operation_id)}
            for one in quick_keys.of(site)
        ],
        "texts": {language: papers.texts(company, papers.RECEIPT_TEXTS, language) for language in ("sv", "en")},
        "walk_in": str(parties.walk_in().pk), "pin_tries": TRIES_MOST,
        "pin_lock_s": LOCKED_FOR.seconds, "operators": _people(site),
        "limits": {"lines": 500, "pending_red": 200, "oldest_red_s": 7200, "skew_warn_s": 300},
    }  # fmt: skip


def _id(pk: UUID | None) -> str | None:
    return str(pk) if pk else None


def _labour(site: Site) -> dict[str, Any]:
    rates = LabourRate.objects.filter(Q(site=site) | Q(site=None)).order_by("key", "site")
    here: dict[str, LabourRate] = {}
    for one in rates:
        if one.key not in here or one.site_id is not None:
            here[one.key] = one
    return {
        key: {"name_sv": one.name_sv, "name_en": one.name_en, "hour_price_cm": one.hour_price_cm,
              "tax_code": one.tax_code}
        for key, one in here.items()
    }  # fmt: skip


def _operations() -> list[dict[str, Any]]:
    return [
        {"id": str(one.pk), "code": one.code, "name_sv": one.name_sv, "name_en": one.name_en,
         "hours_milli": one.hours_milli, "rate": one.rate_key}
        for one in Operation.objects.filter(retired_at=None).order_by("code")[:2000]
    ]  # fmt: skip


def _fees(day: Any) -> list[dict[str, Any]]:
    held = Fee.objects.exclude(kind="supplies").filter(valid_from__lte=day)
    held = held.filter(Q(valid_to=None) | Q(valid_to__gt=day)).order_by("key")
    used = set(PartFee.objects.filter(fee__in=held).values_list("fee", flat=True).distinct())
    return [
        {"id": str(one.pk), "key": one.key, "name_sv": one.name_sv, "name_en": one.name_en, "kind": one.kind,
         "unit_price_cm": one.unit_price_cm, "tax_code": one.tax_code, "part": None}
        for one in held if one.pk in used
    ]  # fmt: skip


def works_at(site: Site, staff_id: UUID) -> bool:
    """Whether the person works at the site."""
    found: bool = _staff(site).filter(pk=staff_id).exists()
    return found


def _staff(site: Site) -> Any:
    here = Q(assignments__site=site) | Q(assignments__site=None)
    return Staff.objects.filter(here, assignments__isnull=False, is_active=True).distinct()


def _people(site: Site) -> list[dict[str, Any]]:
    """Those who work here: their rights at the site, and the slow hash of their PIN once a till has seen it used."""
    found = []
    for one in _staff(site).order_by("name", "id"):
        actor = actors.for_staff(one, site=site)
        may = [right for right in RIGHTS if actor.may(right, site.pk)]
        if may:
            found.append({
                "id": str(one.pk), "name": one.name, "initials": one.initials, "language": one.language, "may": may,
                "discount_ppm": limits.discount_ppm(actor, site.pk), "pin": pin_of(one.till_pin),
            })  # fmt: skip
    return found


def pin_of(stored: str) -> dict[str, Any] | None:
    """The stored hash as browsers want it; None when there is none."""
    if not stored:
        return None
    _name, rounds, salt, digest = stored.split("$", 3)
    return {
        "algorithm": "PBKDF2-SHA-256", "iterations": int(rounds), "salt": b64encode(salt.encode()).decode(),
        "hash": digest,
    }  # fmt: skip
