"""How long one waits before what failed is tried again."""

PAUSES_S = (5, 30, 120, 600, 1800, 3600)


def pause_s(tries: int) -> int:
    """The seconds to wait after so many tries: longer each time, an hour at most; none before the first."""
    return PAUSES_S[min(tries, len(PAUSES_S)) - 1] if tries else 0
