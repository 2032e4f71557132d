"""What each action lets someone do, in words people understand: what a role is shown and edited as.

A new action is named in one of the areas of FLOOR or HOUSE, or in UNSAID; a test says so. `asked` rights are no
actions but asked for inside them.
"""

from collections.abc import Iterable, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.doors.deeds.area import Area
from vaxel.doors.deeds.floor import FLOOR
from vaxel.doors.deeds.house import HOUSE
from vaxel.doors.deeds.unsaid import UNSAID
from vaxel.kernel.actors import covers

__all__ = ["AREAS", "DANGEROUS", "FLOOR", "HOUSE", "UNSAID", "WORDS", "Area", "chosen", "patterns", "word"]
AREAS: tuple[Area, ...] = FLOOR + HOUSE
# What a person should think twice about giving away: it moves money, hides a loss, or opens doors for others.
DANGEROUS = frozenset({
    "tickets.void", "gates.override", "clocks_of_others.set", "clocks.correct", "sales.take_back", "invoices.correct",
    "payments.give_back", "deposits.give_back", "drawers.open_without_sale", "drawers.move_cash", "money.other_way",
    "prices.override", "prices.below_cost", "discounts.unlimited", "prices.set", "stock.adjust", "stock.scrap",
    "stock.open_balances",
    "ledger.enter", "ledger.reverse", "charts.change", "vat.settle", "periods.set_state", "charts.install",
    "exports.begin_login", "exports.unread",
    "staff.hire", "staff.assign", "staff.set_pin", "staff.set_password", "roles.make", "roles.change", "company.change",
    "company.export",
    "sites.close",
    "bills.accept_any", "bills.post", "bills.pay", "reminders.send", "reminders.set_terms",
    "counts.post", "cores.waive", "cores.lose", "orders.send", "transfers.settle",
    "sites.set_fiscal_profile", "registers.retire", "tokens.make", "parties.change",
})  # fmt: skip
WORDS: dict[str, str | Promise] = {key: text for area in AREAS for key, text in area.deeds.items()} | UNSAID


def word(action: str) -> str:
    """The action in words; for `noun.*` all that is known of the noun, for `*` everything."""
    if action == "*":
        return str(_("Everything"))
    if action.endswith(".*"):
        return ", ".join(str(text) for key, text in WORDS.items() if covers(frozenset({action}), key)) or action
    return str(WORDS.get(action, action.replace(".", " ").replace("_", " ")))


def chosen(patterns: Iterable[str]) -> set[str]:
    """The deeds of AREAS that the patterns cover."""
    held = frozenset(patterns)
    return {key for area in AREAS for key in area.deeds if covers(held, key)}


def patterns(deeds: Iterable[str], before: Iterable[str] = ()) -> list[str]:
    """What a role stores for these deeds: `noun.*` where every deed of the noun is chosen, and what `before` held
    of nouns that nothing is known of yet.
    """
    wanted, nouns = set(deeds), _by_noun()
    stored = [pattern for pattern in before if pattern.endswith(".*") and pattern[:-2] not in nouns]
    for noun, own in nouns.items():
        stored += [f"{noun}.*"] if own <= wanted else sorted(own & wanted)
    return sorted(stored)


def _by_noun() -> dict[str, set[str]]:
    nouns: dict[str, set[str]] = {}
    for key in _deeds():
        nouns.setdefault(key.split(".")[0], set()).add(key)
    return nouns


def _deeds() -> Iterator[str]:
    for area in AREAS:
        yield from area.deeds
