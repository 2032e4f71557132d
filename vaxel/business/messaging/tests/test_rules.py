"""Parts of an SMS, and when it is too late to disturb: hand-computed."""

from datetime import UTC, datetime

import pytest

from vaxel.business.messaging.rules import SmsSize, may_go_at, sms_size

STOCKHOLM = "Europe/Stockholm"


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", SmsSize(0, 0, True)),
        ("Bilen är klar, åäö ÅÄÖ é", SmsSize(24, 1, True)),
        ("a" * 160, SmsSize(160, 1, True)),
        ("a" * 161, SmsSize(161, 2, True)),
        ("a" * 306, SmsSize(306, 2, True)),
        ("a" * 307, SmsSize(307, 3, True)),
        ("€" * 80, SmsSize(160, 1, True)),
        ("a" * 152 + "€" + "a" * 152, SmsSize(306, 3, True)),  # the sign does not fit in the first part
        ("“" + "a" * 69, SmsSize(70, 1, False)),
        ("“" + "a" * 70, SmsSize(71, 2, False)),
        ("😀" * 35, SmsSize(70, 1, False)),
        ("😀" * 36, SmsSize(72, 2, False)),
        ("a" * 66 + "😀" + "a" * 66, SmsSize(134, 3, False)),
    ],
)
def test_an_sms_is_measured_as_it_is_billed(text: str, size: SmsSize) -> None:
    assert sms_size(text) == size


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (datetime(2026, 11, 27, 22, 40, tzinfo=UTC), datetime(2026, 11, 28, 7, tzinfo=UTC)),  # Friday 23:40
        (datetime(2026, 11, 28, 19, 30, tzinfo=UTC), datetime(2026, 11, 30, 7, tzinfo=UTC)),  # Saturday 20:30
        (datetime(2026, 11, 29, 11, 0, tzinfo=UTC), datetime(2026, 11, 30, 7, tzinfo=UTC)),  # Sunday noon
        (datetime(2026, 11, 27, 6, 59, tzinfo=UTC), datetime(2026, 11, 27, 7, tzinfo=UTC)),  # 07:59
        (datetime(2026, 11, 27, 7, 0, tzinfo=UTC), datetime(2026, 11, 27, 7, tzinfo=UTC)),  # 08:00 sharp
        (datetime(2026, 11, 27, 18, 59, tzinfo=UTC), datetime(2026, 11, 27, 18, 59, tzinfo=UTC)),
    ],
)
def test_what_disturbs_waits_for_the_next_open_morning(at: datetime, goes: datetime) -> None:
    assert may_go_at(at, STOCKHOLM, disturbs=True) == goes
    assert may_go_at(at, STOCKHOLM, disturbs=False) == at
