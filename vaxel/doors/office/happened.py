"""What happened to a thing, in words: its history as a timeline."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.doors import deeds
from vaxel.kernel.models import History

MOST = 200
WORDS: dict[str, tuple[str, str | Promise]] = {
    "tickets.take_in": ("plus", _("Ticket opened at check-in")),
    "tickets.open_ticket": ("plus", _("Ticket opened")),
    "tickets.change": ("pencil", _("Details changed")),
    "tickets.set_customer": ("user", _("Customer chosen")),
    "tickets.set_new_customer": ("user-plus", _("New customer added")),
    "tickets.set_vehicle": ("car", _("Vehicle chosen")),
    "tickets.set_new_vehicle": ("car", _("New vehicle added")),
    "tickets.add_line": ("plus", _("Line added")),
    "tickets.discount": ("percent", _("Discount on the whole")),
    "tickets.split": ("split", _("Jobs moved to another ticket")),
    "tickets.void": ("ban", _("Ticket voided")),
    "lines.add": ("plus", _("Lines added")),
    "lines.change": ("pencil", _("Line changed")),
    "lines.remove": ("x", _("Line removed")),
    "jobs.add": ("plus", _("Job added")),
    "jobs.apply_canned": ("layers", _("Canned job added")),
    "jobs.change": ("pencil", _("Job's texts changed")),
    "jobs.set_menu_price": ("tag", _("Fixed price set")),
    "jobs.discount": ("percent", _("Discount on a job")),
    "jobs.remove": ("x", _("Job removed")),
    "jobs.begin": ("play", _("Work begun")),
    "jobs.complete": ("check", _("Job completed")),
    "jobs.hold": ("pause", _("Job put on hold")),
    "jobs.resume": ("play", _("Job goes on")),
    "jobs.cancel": ("x", _("Job cancelled")),
    "jobs.assign": ("user-check", _("Technicians named")),
    "jobs.hand_out": ("package-open", _("Parts handed out")),
    "clocks.on": ("timer", _("Clocked on")),
    "clocks.off": ("timer", _("Clocked off")),
    "quotes.freeze": ("file-text", _("Quote made")),
    "approvals.ask": ("send", _("Quote sent")),
    "approvals.record": ("circle-check", _("Customer's answer stored")),
    "approvals.answer_link": ("circle-check", _("Customer answered on their page")),
    "approvals.open_link": ("eye", _("Customer opened the quote")),
    "approvals.open_order": ("clipboard-list", _("Opened as a work order")),
    "approvals.make_link": ("send", _("Link made")),
    "approvals.revoke_link": ("ban", _("Link closed")),
    "deferred.take_up": ("clipboard-list", _("Waiting work taken up")),
    "deferred.drop": ("x", _("Waiting work dropped")),
    "invoices.post": ("receipt-text", _("Invoice posted")),
    "invoices.post_ticket": ("receipt-text", _("Invoice posted")),
    "payments.take": ("wallet", _("Payment taken")),
    "sales.ring_up": ("shopping-cart", _("Sale rung up")),
    "sales.close_ticket": ("shopping-cart", _("Sale paid")),
    "deposits.take": ("hand-coins", _("Deposit taken")),
    "odometer.record": ("gauge", _("Odometer read")),
    "vehicles.add": ("plus", _("Vehicle added")),
    "vehicles.change": ("pencil", _("Vehicle changed")),
    "vehicles.move_plate": ("car", _("Plate moved")),
    "vehicles.set_owner": ("user", _("Owner changed")),
    "vehicles.store_lookup": ("search", _("Register asked")),
    "parties.add": ("plus", _("Customer added")),
    "parties.change": ("pencil", _("Customer changed")),
    "parties.record_consent": ("message-square", _("Consent recorded")),
    "parts.add": ("plus", _("Part added")),
    "parts.change": ("pencil", _("Part changed")),
    "stock.receive": ("package-open", _("Goods received")),
    "stock.adjust": ("arrow-up-down", _("Stock adjusted")),
    "drawers.open": ("wallet", _("Drawer opened")),
    "drawers.close": ("lock", _("Day closed")),
    "drawers.move_cash": ("banknote", _("Cash moved")),
    "staff.hire": ("user-plus", _("Hired")),
    "staff.change": ("pencil", _("Card changed")),
    "staff.assign": ("shield", _("Role given")),
    "staff.unassign": ("shield", _("Role taken away")),
    "staff.set_pin": ("hash", _("PIN set")),
    "staff.set_password": ("key-round", _("Password set")),
    "staff.set_own_pin": ("hash", _("Own PIN chosen")),
    "staff.set_own_password": ("key-round", _("Own password chosen")),
    "staff.log_in": ("log-in", _("Logged in")),
    "staff.log_out": ("log-out", _("Logged out")),
    "staff.leave": ("log-out", _("Ended work here")),
    "staff.come_back": ("undo-2", _("Came back")),
    "staff.choose_language": ("languages", _("Language chosen")),
    "staff.choose_keys": ("keyboard", _("Letter keys switched")),
    "roles.make": ("plus", _("Role made")),
    "roles.change": ("pencil", _("Role changed")),
    "company.set_up": ("building", _("Company set up")),
    "company.change": ("pencil", _("Company's details changed")),
    "sites.open": ("store", _("Site opened")),
    "sites.begin": ("store", _("Site opened")),
    "sites.change": ("pencil", _("Site changed")),
    "sites.close": ("lock", _("Site closed")),
    "sites.reopen": ("lock-open", _("Site opened again")),
    "sites.set_fiscal_profile": ("receipt", _("Cash register rules stated")),
    "registers.add": ("plus", _("Register added")),
    "registers.retire": ("archive", _("Register retired")),
    "devices.meet": ("monitor", _("Someone stood here")),
    "devices.rename": ("pencil", _("Device named")),
    "devices.revoke": ("ban", _("Device shut out")),
    "settings.change": ("settings", _("Setting changed")),
    "settings.change_many": ("settings", _("Settings changed")),
    "settings.reset": ("undo-2", _("Setting follows the company again")),
    "tokens.make": ("key-round", _("Token made")),
    "tokens.revoke": ("ban", _("Token shut out")),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a timeline."""

    icon: str
    what: str | Promise
    who: str
    at: datetime
    note: str = ""


def to(thing_id: UUID, most: int = MOST) -> list[Happening]:
    """What was done to the thing, newest first. One query."""
    rows = History.objects.filter(touches__object_id=thing_id, outcome="done").order_by("-at", "-recorded_at")[:most]
    return [_line(row) for row in rows]


def _line(row: History) -> Happening:
    symbol, words = WORDS.get(row.action) or ("circle-dot", deeds.word(row.action))
    reason = row.note.get("reason") if isinstance(row.note, dict) else ""
    return Happening(symbol, words, row.actor_name, row.at, str(reason or ""))
