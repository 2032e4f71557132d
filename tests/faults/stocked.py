"""Fills the database that the environment names with a counter and plenty of goods: `python -m tests.faults.stocked`.

Prints as JSON what a client needs: a token, the register and the parts.
"""

import json
from typing import Any

PLENTY_MILLI = 1_000_000_000


def main() -> None:
    """The shop stands."""
    import django

    django.setup()
    from vaxel.business.locations import tokens
    from vaxel.business.payments.tests.counter import SETUP, counter
    from vaxel.business.stock import receipts

    here = counter()
    goods = [here.pads, here.oil, here.filter]
    receipts.receive(here.shop.workshop, lines=[(part, PLENTY_MILLI, 5_000) for part in goods], **SETUP)
    _row, text = tokens.make(name="till", role="api_full", site=here.shop.workshop, **SETUP)
    made: dict[str, Any] = {"token": text, "register": str(here.shop.k1.pk), "parts": [str(part.pk) for part in goods]}
    print(json.dumps(made))


if __name__ == "__main__":
    main()
