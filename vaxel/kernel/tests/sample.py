"""An event for the kernel's own tests."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SampleHappened:
    """A number was taken."""

    number: int
