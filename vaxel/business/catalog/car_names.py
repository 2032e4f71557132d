"""Cars as people and files write them, made comparable: makes by any name, models with their generations. Pure."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from vaxel.business.catalog import numbers

_MAKES = {
    "vw": "volkswagen", "volkswagenvw": "volkswagen", "vag": "volkswagen", "mercedes": "mercedesbenz",
    "mb": "mercedesbenz", "merc": "mercedesbenz", "chevy": "chevrolet", "alfa": "alfaromeo", "landrover": "landrover",
    "rover": "rover", "volvocars": "volvo", "skodaauto": "skoda", "bayerischemotorenwerke": "bmw",
    "dsautomobiles": "ds", "citroends": "ds", "kiamotors": "kia", "fordmotorcompany": "ford", "saicmg": "mg",
    "vauxhall": "opel",
}  # fmt: skip
_GENERATION = re.compile(
    r"x{0,2}(?:ix|iv|v?i{0,3})|mk[0-9]{1,2}|[0-9]{1,2}|[a-z]{1,2}[0-9]{1,3}|[0-9][a-z][0-9a-z]|facelift"
)
_BODIES = frozenset({
    "kombi", "sw", "variant", "avant", "touring", "estate", "sedan", "hatchback", "halvkombi", "cabriolet", "coupe",
    "van", "skap", "limousine", "sportback", "sportkombi", "tourer", "wagon",
})  # fmt: skip
_TRIM = re.compile(
    r".*[0-9].*|[it]d?i|t[fs]{0,2}i|gt[ideb]?|hdi|bluehdi|dci|cdi|tdci|crdi|jtd|vti|mpi|fsi|hybrid|phev|ev|e?awd|4wd|fwd"
    r"|quattro|xdrive|4matic|4motion|turbo|diesel|bensin|petrol|drive|rs?|se|line|ecoboost|bluemotion|momentum|summum"
    r"|inscription|kinetic|ambiente|ambition|elegance|style|comfortline|highline|trendline|aut|automat"
)
MOST_WORDS = 12


def make(text: str) -> str:
    """The make as it is compared: `VW`, `Volkswagen` and `volkswagen ag` are one. May be empty."""
    words = [word for word in numbers.words(text) if word not in ("ag", "ab", "gmbh")]
    joined = "".join(words)[:60]
    return _MAKES.get(joined, joined)


def model(text: str) -> str:
    """The model as it is compared: `9-3 SportCombi` is `93 sportcombi`."""
    return " ".join(numbers.words(text)[:MOST_WORDS])[:80].strip()


def engine(text: str) -> str:
    """The engine as it is compared."""
    return numbers.norm(text)[:60]


def engine_codes(text: str) -> list[str]:
    """What in a car's description of its engine may be an engine's code: words alone, and the whole."""
    pieces = dict.fromkeys([engine(text), *(engine(word) for word in re.split(r"[\s,;/()]+", text[:200]))])
    return [piece for piece in pieces if len(piece) >= 2][:MOST_WORDS]


def matches(said: str, known: Mapping[int, str]) -> dict[int, bool]:
    """Which models (id → as compared) a car's model (as compared) means, and whether that is sure.

    The same name; the name with a generation behind it; else the longest name that the car's begins with, sure when
    what follows is an engine or a trim (`golf 1.6 tdi`), and not when it may be another model (`golf plus`).
    """
    if not said:
        return {}
    found = {one: True for one, name in known.items() if _joined(name) == _joined(said)}
    for one, name in known.items():
        if one not in found and name.startswith(f"{said} "):
            rest = name[len(said) :].split()
            if all(_GENERATION.fullmatch(word) or word in _BODIES for word in rest):
                found[one] = not any(word in _BODIES for word in rest)
    begun = _beginning(said, known)
    return found | {one: True for one, sure in begun.items() if sure and one not in found} if found else begun


def _joined(name: str) -> str:
    return name.replace(" ", "")


def _beginning(said: str, known: Mapping[int, str]) -> dict[int, bool]:
    begun = {one: name for one, name in known.items() if said.startswith(f"{name} ")}
    longest = max((len(name) for name in begun.values()), default=0)
    return {
        one: all(
            _TRIM.fullmatch(word) or _GENERATION.fullmatch(word) or word in _BODIES
            for word in said[len(name) :].split()
        )
        for one, name in begun.items()
        if len(name) == longest
    }


def named_in(words: Iterable[str]) -> list[str]:
    """What among typed words may be a model's name: each, and each two neighbours."""
    words = list(words)[:MOST_WORDS]
    return list(dict.fromkeys([*(f"{a} {b}" for a, b in pairwise(words)), *words]))


def year_in(words: Iterable[str]) -> int | None:
    """The model year among typed words."""
    return next((int(word) for word in words if re.fullmatch(r"19[5-9][0-9]|20[0-4][0-9]", word)), None)
