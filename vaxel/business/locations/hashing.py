"""How passwords and PINs are hashed: argon2id, with the cost from settings."""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher, check_password, make_password
from django.utils.crypto import get_random_string


class StaffHasher(Argon2PasswordHasher):
    """argon2id with `ARGON2_COST` = (rounds, memory in KiB, lanes)."""

    def params(self) -> Any:
        """The parameters for new hashes."""
        self.time_cost, self.memory_cost, self.parallelism = settings.ARGON2_COST
        return super().params()

    def encode(self, password: str, salt: str) -> str:
        """The hash, with today's cost."""
        self.time_cost, self.memory_cost, self.parallelism = settings.ARGON2_COST
        encoded: str = super().encode(password, salt)
        return encoded


def hashed(secret: str) -> str:
    """The hash of a password or PIN."""
    return make_password(secret)


def hashed_for_tills(pin: str) -> str:
    """The PIN's hash in the one slow form that browsers can check without the server: `name$rounds$salt$hash`."""
    return PBKDF2PasswordHasher().encode(pin, get_random_string(22), settings.TILL_PIN_ROUNDS)


def matches(secret: str, stored: str) -> bool:
    """Whether the secret made the hash. Takes as long when there is no hash (F-20: nobody learns who exists)."""
    usable = stored.startswith("argon2")
    right = check_password(secret, stored if usable else _somebody())
    return right and usable


_nobody: dict[Any, str] = {}


def _somebody() -> str:
    cost = tuple(settings.ARGON2_COST)
    if cost not in _nobody:
        _nobody[cost] = make_password("nobody's")
    return _nobody[cost]
