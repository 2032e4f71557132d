"""What each setting is called on the page, in which group it stands and in which unit it is written.

A setting that is not named here stands in a group of its own kind with the sentence it was declared with.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.preferences import Preference


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that belong together: those whose key begins with one of the words."""

    key: str
    name: str | Promise
    icon: str
    nouns: tuple[str, ...]


GROUPS = (
    Group("quotes", _("Quotes and the customer's answer"), "send", ("quotes", "links", "approvals")),
    Group("gates", _("What must be right before a ticket is posted"), "list-checks", ("gates",)),
    Group("work", _("Work and clocks"), "wrench", ("work", "service", "clocks", "jobs", "inspections", "presence")),
    Group("planning", _("Bookings and planning"), "calendar-days", ("bookings", "schedule", "loans", "hours", "tyres")),
    Group(
        "money", _("Invoices and papers"), "file-text", ("invoices", "documents", "payments", "drawers", "instalments")
    ),
    Group("stock", _("Stock"), "package", ("stock", "transfers", "cores")),
    Group("buying", _("Purchasing"), "truck", ("reorder", "bills", "orders", "suppliers", "offers", "special_orders")),
    Group("other", _("Other"), "settings", ()),
)
TITLES: dict[str, str | Promise] = {
    "bills.price_ppm": _("How far a billed price may differ from the delivery's."),
    "bills.price_minor": _("How much a billed line may differ from the delivery."),
    "bills.accept_alone_minor": _("Largest difference in a bill that one person may accept."),
    "reorder.service_ppm": _("How often the stock should last until the delivery comes."),
    "stock.adjust_alone_minor": _("Worth of an adjustment that one person may make alone."),
    "stock.recount_ppm": _("How far a counted line may differ before it is counted once more."),
    "schedule.planning_factor_percent": _("How much of the working time is planned."),
    "gates.G1": _("All labour has its technicians, and their shares are the whole."),
    "gates.G2": _("All approved work is completed or cancelled."),
    "gates.G3": _("Nothing is left to be chosen, and every line has a price."),
    "gates.G4": _("Every part comes from somewhere: the shelf, an order or the customer."),
    "gates.G5": _("The total is within what the customer has approved. Towards consumers this is never off."),
    "gates.G6": _("Serial numbers, DOT codes and the torque of wheels are named where they must be."),
    "gates.G7": _("Every job has a category, for the reports."),
    "gates.G8": _("The odometer is read at hand-over and has not gone backwards."),
    "gates.G9": _("Customers on account keep within their limit and have given an order number if they must."),
    "gates.G10": _("It is said what becomes of every old part with a core charge."),
    "gates.G11": _("No line sells below cost unless somebody answers for it."),
    "gates.G12": _("The customer has heard of red findings that stay."),
    "gates.G13": _("An inspection that a job asks for is done."),
    "gates.G14": _("Nobody's clock runs on the jobs. This is never off."),
    "gates.G15": _("What the payers buy is together what the ticket comes to. This is never off."),
}
CHOICES: dict[str, str | Promise] = {
    "off": _("Not asked for"), "warn": _("Warns"), "block": _("Stops the posting"), "sv": "Svenska", "en": "English",
    "levels": _("By min and max"), "cover": _("By days of cover"),
}  # fmt: skip
UNITS: dict[str, str | Promise] = {
    "days": _("days"), "minutes": _("minutes"), "months": _("months"), "percent": "%", "hour": _("o'clock"),
    "minor": "kr", "ppm": "%",
}  # fmt: skip


def group_of(key: str) -> Group:
    """Where the setting stands."""
    noun = key.split(".", 1)[0]
    return next((group for group in GROUPS if noun in group.nouns), GROUPS[-1])


def title(preference: Preference) -> str | Promise:
    """What the setting is called."""
    return TITLES.get(preference.key, preference.sentence)


def unit(preference: Preference) -> str:
    """minor, ppm, days, minutes …, by how the key ends; empty for none."""
    if isinstance(preference.default, bool) or not isinstance(preference.default, int):
        return ""
    last = preference.key.rsplit("_", 1)[-1].rsplit(".", 1)[-1]
    return last if last in UNITS else ""
