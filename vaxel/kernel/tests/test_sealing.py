"""What is sealed is read with its secret and label alone, and only when it is whole."""

import base64
from typing import Any

import pytest

from vaxel.kernel import sealing


@pytest.mark.parametrize("text", ["", "19811218-9876", "å" * 500])
def test_what_was_sealed_is_read_again(text: str) -> None:
    sealed = sealing.seal(text, "number")
    assert sealing.opened(sealed, "number") == text
    assert text == "" or text not in sealed
    assert sealing.seal(text, "number") != sealed


def test_another_label_another_secret_or_a_changed_bit_is_refused(settings: Any) -> None:
    sealed = sealing.seal("19811218-9876", "number")
    with pytest.raises(sealing.Unreadable):
        sealing.opened(sealed, "other")
    raw = bytearray(base64.urlsafe_b64decode(sealed))
    for at in (0, 20, len(raw) - 1):
        changed = bytearray(raw)
        changed[at] ^= 1
        with pytest.raises(sealing.Unreadable):
            sealing.opened(base64.urlsafe_b64encode(changed).decode(), "number")
    for broken in ("", "AAAA", "not base64 at all"):
        with pytest.raises(sealing.Unreadable):
            sealing.opened(broken, "number")
    settings.SECRET_KEY = "another"
    with pytest.raises(sealing.Unreadable):
        sealing.opened(sealed, "number")
