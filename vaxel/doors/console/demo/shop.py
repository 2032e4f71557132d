"""The demo company: what `vaxel demo` and the first `bin/run` make, and who may log in to it."""

from dataclasses import dataclass

READY = False  # whether `make` makes anything yet


@dataclass(frozen=True, slots=True)
class LogIn:
    """Someone of the demo company, with the password and PIN that the start-up message prints."""

    name: str
    role: str
    email: str
    password: str
    pin: str = ""


LOG_INS: tuple[LogIn, ...] = ()


def make(*, scale: int = 1) -> None:
    """The demo company stands in an empty database, made by calling actions with fixed dice and clock."""


def log_in_lines() -> list[str]:
    """One line a log-in, for the terminal."""
    return [
        f"  {one.name:<10} {one.role:<22} {one.email:<26} {one.password:<12} PIN {one.pin or '–'}" for one in LOG_INS
    ]
