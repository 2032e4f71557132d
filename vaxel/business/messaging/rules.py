"""Decisions about messages: parts of an SMS, where a typed address leads, when it is too late to disturb. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€\f")  # of the basic alphabet's extension: two places each
QUIET_FROM, QUIET_UNTIL = time(20), time(8)
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class SmsSize:
    """How long an SMS is: places used (7-bit septets, or 16-bit units), parts, and whether the basic alphabet does."""

    units: int
    parts: int
    is_basic: bool


def sms_size(text: str) -> SmsSize:
    """160 or 153 a part in the basic alphabet, 70 or 67 once one other character is used (C-46).

    A character of two places is not split between parts.
    """
    basic = all(sign in BASIC or sign in TWICE for sign in text)
    if basic:
        widths = [2 if sign in TWICE else 1 for sign in text]
    else:
        widths = [len(sign.encode("utf-16-be")) // 2 for sign in text]
    whole, each = (160, 153) if basic else (70, 67)
    units = sum(widths)
    return SmsSize(units, (1 if units else 0) if units <= whole else _parts(widths, each), basic)


def _parts(widths: list[int], each: int) -> int:
    parts, used = 1, 0
    for width in widths:
        if used + width > each:
            parts, used = parts + 1, 0
        used += width
    return parts


def may_go_at(at: datetime, zone: str, *, disturbs: bool) -> datetime:
    """`at`, or, for a message that disturbs, the next 08:00 outside 20:00-08:00 and Sundays there (C-35)."""
    if not disturbs:
        return at
    there = at.astimezone(ZoneInfo(zone))
    if there.weekday() != SUNDAY and QUIET_UNTIL <= there.time() < QUIET_FROM:
        return at
    day = there.date() if there.time() < QUIET_UNTIL else there.date() + timedelta(days=1)
    if day.weekday() == SUNDAY:
        day += timedelta(days=1)
    return datetime.combine(day, QUIET_UNTIL, ZoneInfo(zone)).astimezone(at.tzinfo)
