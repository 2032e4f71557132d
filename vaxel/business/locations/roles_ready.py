"""The ready-made roles: what each may do, in one table. Patterns as in kernel.actors: `*`, `noun.*`, `noun.verb`.

Some names are no actions but rights asked for inside them with `by.may(…)`: `prices.below_cost`, `prices.see_margin`,
`discounts.unlimited`, `gates.override`; and `noun.read`, which doors ask for before they show lists. ALWAYS is part
of every role, ready-made or not.
"""

from dataclasses import dataclass

ALWAYS = ("staff.log_in", "staff.log_out", "staff.set_own_pin", "staff.set_own_password", "staff.choose_language")
COUNTER = (
    "parties.*", "vehicles.*", "odometer.*", "tickets.*", "quotes.*", "jobs.*", "lines.*", "approvals.*", "billing.*",
    "invoices.*", "payments.*", "sales.*", "refunds.*", "deposits.*", "drawers.*", "clocks.*",
)  # fmt: skip
READS = ("parts.read", "stock.read", "vehicles.read", "parties.read", "tickets.read")
STORE = ("parts.*", "codes.*", "kits.*", "stock.*", "levels.*")
PRICES = ("prices.*", "operations.*", "rates.*", "fees.*", "canned.*")
BOOKS = ("ledger.*", "periods.*", "taxes.*", "charts.*", "tray.*")


@dataclass(frozen=True, slots=True)
class ReadyRole:
    """A role that ships. `discount_ppm`: the largest discount without a second person (S-82)."""

    key: str
    name_sv: str
    name_en: str
    actions: tuple[str, ...]
    discount_ppm: int


READY = (
    ReadyRole("owner", "Ägare", "Owner", ("*",), 1_000_000),
    ReadyRole(
        "manager", "Platschef", "Manager",
        (*COUNTER, *STORE, *PRICES, *BOOKS, "service.*", "registers.*", "staff.*", "settings.*",
         "discounts.unlimited", "gates.override"),
        1_000_000,
    ),
    ReadyRole(
        "advisor", "Kundmottagare", "Service advisor",
        (*COUNTER, *READS, "service.*", "stock.*", "prices.see_margin"), 100_000,
    ),
    ReadyRole("counter", "Butikssäljare", "Counter clerk", (*COUNTER, *READS, "stock.*"), 50_000),
    ReadyRole(
        "technician", "Mekaniker", "Technician",
        (*READS, "clocks.*", "odometer.*", "service.*"), 0,
    ),
    ReadyRole(
        "finance", "Ekonomi", "Finance",
        (*BOOKS, *READS, "parties.*", "billing.*", "invoices.*", "payments.*", "refunds.*", "deposits.*",
         "drawers.*", "prices.see_margin"),
        0,
    ),
    ReadyRole(
        "api_full", "API, allt i butiken", "API, everything in the shop",
        (*COUNTER, *STORE, *PRICES, *BOOKS, "service.*"), 300_000,
    ),
)  # fmt: skip
