"""Hypothesis' dice: the same in every run, so that a change is judged by what it changed; a busy machine fails nothing.

`VAXEL_EXAMPLES=200` throws fresh ones, that many a test, unless a test says how many it wants.
"""

import os

from hypothesis import HealthCheck, settings

EXAMPLES = os.environ.get("VAXEL_EXAMPLES", "")

settings.register_profile(
    "house", deadline=None, derandomize=not EXAMPLES, max_examples=int(EXAMPLES or 100), print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("house")
