"""What the things of the catalogue are called in a language."""

from typing import Protocol


class Named(Protocol):
    """What has a Swedish name, and perhaps an English one."""

    @property
    def name_sv(self) -> str:
        """Never empty."""
        ...

    @property
    def name_en(self) -> str:
        """Empty where there is none."""
        ...


def name_in(thing: Named, language: str) -> str:
    """The name in the language, in Swedish where there is no other."""
    return thing.name_en if language == "en" and thing.name_en else thing.name_sv
