"""The ready-made roles: what each may do, in one table. Patterns as in kernel.actors: `*`, `noun.*`, `noun.verb`.

RIGHTS are no actions but asked for inside them with `by.may(…, site_id)`; READS are asked for by doors before they show
lists. ALWAYS is part of every role, ready-made or not. OWNER_ONLY is in no role but the owner's. A new action belongs
in one of the tables, and its words in doors/deeds: tests say so.
"""

from dataclasses import dataclass

ALWAYS = ("staff.log_in", "staff.log_out", "staff.set_own_pin", "staff.set_own_password", "staff.choose_language",
          "staff.choose_keys", "devices.meet", "saved_views.*", "presence.arrive", "presence.leave",
          "presence.guest_arrives", "presence.guest_leaves", "presence.show", "presence.hand_out",
          "long_work.*")  # fmt: skip
OWNER_ONLY = ("company.*", "sites.*", "roles.*", "tokens.*", "attempts.*")
RIGHTS = (
    "prices.below_cost", "prices.override", "prices.see_margin", "discounts.unlimited", "gates.override",
    "clocks_of_others.set", "money.other_way", "bills.accept_any", "reports.read", "ledger.read",
)  # fmt: skip
READS = (
    "parts.read",
    "tyre_sets.read",
    "stock.read",
    "vehicles.read",
    "parties.read",
    "tickets.read",
    "purchasing.read",
)

CUSTOMERS = ("parties.*", "approvers.*", "vehicles.*", "odometer.*")
TICKETS = ("tickets.*", "quotes.*", "jobs.*", "lines.*", "approvals.*", "deferred.*", "board.*", "schedule.*",
           "bookings.*", "loans.*", "inspections.*", "messages.*", "tyre_sets.*", "tyre_places.*")  # fmt: skip
MONEY = ("billing.*", "invoices.*", "payments.*", "sales.*", "refunds.*", "deposits.*", "drawers.*",
         "print_jobs.*", "readers.lease", "till_facts.*", "instalments.agree")  # fmt: skip
SHELVES = ("stock.*", "reservations.*", "bins.*", "transfers.*", "counts.*")
STORE = (
    "parts.*", "codes.*", "kits.*", "categories.*", "brands.*", "fitment.*", "interchange.*", "supersessions.*",
    "levels.*", *SHELVES,
)  # fmt: skip
BUYING = (
    "suppliers.*", "offers.*", "orders.*", "dispatches.*", "goods.*", "supplier_returns.*", "cores.*", "claims.*",
    "reorder.*", "lost_sales.*", "purchasing.read",
)  # fmt: skip
BILLS = ("bills.*",)
BUYS = (
    "orders.*", "dispatches.*", "goods.*", "reorder.*", "lost_sales.*", "suppliers.keep_answers", "cores.owe",
    "cores.take_in", "cores.hand_in",
)  # fmt: skip
PRICES = ("prices.*", "price_lists.*", "operations.*", "rates.*", "fees.*", "canned.*")
BOOKS = ("ledger.*", "periods.*", "taxes.*", "charts.*", "vat.*", "reminders.*", "exports.*", "tray.*", "gift_cards.*",
         "instalments.*", "payouts.*")  # fmt: skip
MECHANIC = (
    "clocks.*", "odometer.*", "jobs.begin", "jobs.complete", "jobs.hold", "jobs.resume", "jobs.hand_out",
    "jobs.take_back", "jobs.note", "jobs.read_odometer", "lines.add", "lines.name_lots", "lines.note_torque",
    "cores.take_in", "board.*",
    "inspections.begin", "inspections.record", "inspections.add_photo", "inspections.draw",
    "inspections.remove_photo", "inspections.finish", "tyre_sets.measure", "tyre_sets.move", "tyre_sets.swap",
    "tyre_sets.take_in", "tyre_sets.store",
)  # fmt: skip


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
        (*CUSTOMERS, *TICKETS, *MONEY, *STORE, *PRICES, *BOOKS, *BUYING, *BILLS, "clocks.*", "clocks_of_others.set",
         "hours.*", "resources.*", "absences.*", "presence.*", "registers.*", "devices.*", "readers.*", "staff.*",
         "settings.*", "policies.*", "templates.*",
         "discounts.unlimited", "gates.override", "money.other_way", "reports.read"),
        1_000_000,
    ),
    ReadyRole(
        "advisor", "Kundmottagare", "Service advisor",
        (*CUSTOMERS, *TICKETS, *MONEY, *READS, *BUYS, *SHELVES, "clocks.*", "prices.see_margin"),
        100_000,
    ),
    ReadyRole(
        "counter", "Butikssäljare", "Counter clerk",
        (*CUSTOMERS, *TICKETS, *MONEY, *READS, *BUYS, *SHELVES, "clocks.*"), 50_000,
    ),
    ReadyRole("technician", "Mekaniker", "Technician", (*MECHANIC, *READS), 0),
    ReadyRole(
        "finance", "Ekonomi", "Finance",
        (*BOOKS, *MONEY, *READS, *BILLS, "suppliers.*", "claims.*", "parties.*", "prices.see_margin", "reports.read"),
        0,
    ),
    ReadyRole(
        "api_full", "API, allt i butiken", "API, everything in the shop",
        (*CUSTOMERS, *TICKETS, *MONEY, *STORE, *PRICES, *BOOKS, *BUYING, *BILLS, "clocks.*", "hours.*", "resources.*",
         "absences.*"), 300_000,
    ),
)  # fmt: skip
