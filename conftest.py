"""What every test has at hand, one plugin a line."""

pytest_plugins = [
    "tests.ledger_flush",
    "tests.last_ones_leave",
    "tests.card_terminal",
    "tests.quick_hash",
    "tests.dice",
    "tests.translations",
    "tests.server",
    "tests.browser",
]
