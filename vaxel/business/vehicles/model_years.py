"""Which model years a VIN can mean: the tenth character repeats every 30 years. Pure."""

from datetime import date

LETTERS = "ABCDEFGHJKLMNPRSTVWXY123456789"
FIRST, CYCLE = 1980, 30
FORD_OF_EUROPE = frozenset({"WF0"})
NOT_ENCODED = ("JT", "SB1", "VNK", "NMT", "ZFA", "JMZ", "WDB", "WDC", "WDD", "WDF", "W1K", "W1N", "W1V")
OLDEST_ASKED = 1990
PLACE, PLACE_FORD, PLACE_SERIES = 9, 10, 6
CHANGE = 2010


def candidates(vin: str, today: date, *, check_digit_right: bool) -> tuple[int, ...]:
    """The years the VIN can mean, newest first, none later than next year; empty when the maker does not say.

    Ford of Europe writes the year at place 11. Several makers write no year into European VINs, which is told by the
    check digit that those do not have.
    """
    if vin.startswith(NOT_ENCODED) and not check_digit_right:
        return ()
    place = PLACE_FORD if vin[:3] in FORD_OF_EUROPE and not check_digit_right else PLACE
    found = LETTERS.find(vin[place])
    if found < 0:
        return ()
    first = FIRST + found
    return tuple(year for year in (first + CYCLE, first) if year <= today.year + 1)


def likeliest(vin: str, years: tuple[int, ...], *, check_digit_right: bool) -> int | None:
    """With a right check digit a letter at place 7 means 2010 or later (49 CFR 565); without, the newest year."""
    if not years:
        return None
    if check_digit_right and len(years) > 1:
        return years[0] if vin[PLACE_SERIES].isalpha() else years[1]
    return years[0]


def is_doubtful(years: tuple[int, ...], *, confirmed: bool) -> bool:
    """Whether a person should ask for the first registration: both years are cars one meets on the road."""
    return not confirmed and len(years) > 1 and years[-1] >= OLDEST_ASKED
