"""What happened to a thing, in words: its history as a timeline, one part of every page that shows a thing.

    context["told"] = happened.of(request, part.pk)          in the view
    {% include "parts/happened.html" %}                       in its template

The part asks `/history/<id>` for who, what and older lines by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from vaxel.doors import deeds
from vaxel.doors.auth.required import is_fragment
from vaxel.doors.office import cursors
from vaxel.doors.office.desk import at_sites, desk, screen
from vaxel.kernel.models import History, HistoryTouch
from vaxel.kernel.refusals import NotFound

A_PAGE, MOST_CHANGES = 12, 6
OPEN = ("tickets", "vehicles", "parties", "catalog", "billing", "payments", "service", "stock", "purchasing", "kernel")
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
    "jobs.set_payer": ("wallet", _("Another payer for a job")),
    "jobs.discount": ("percent", _("Discount on a job")),
    "jobs.remove": ("x", _("Job removed")),
    "jobs.begin": ("play", _("Work begun")),
    "jobs.complete": ("check", _("Job completed")),
    "jobs.hold": ("pause", _("Job put on hold")),
    "jobs.resume": ("play", _("Job goes on")),
    "jobs.cancel": ("x", _("Job cancelled")),
    "jobs.assign": ("user-check", _("Technicians named")),
    "jobs.hand_out": ("package-open", _("Parts handed out")),
    "board.move": ("square-kanban", _("Moved on the board")),
    "board.put_back": ("undo-2", _("Put back on the board")),
    "schedule.plan": ("calendar", _("Time planned")),
    "schedule.move": ("calendar", _("Planned time moved")),
    "schedule.take_off": ("calendar", _("Taken off the plan")),
    "bookings.book": ("calendar-check", _("Car booked in")),
    "tickets.request_visit": ("calendar-clock", _("Asked for a time on the public page")),
    "bookings.answer_request": ("calendar-check", _("Request for a time answered with a booking")),
    "bookings.offer_time": ("send", _("Another time offered")),
    "bookings.decline_request": ("x", _("Request for a time declined")),
    "bookings.move": ("calendar-check", _("Booking moved")),
    "bookings.arrive": ("log-in", _("The car came")),
    "bookings.cancel": ("x", _("Booking cancelled")),
    "bookings.miss": ("x", _("The car did not come")),
    "loans.reserve": ("car", _("Loan car kept")),
    "loans.hand_over": ("car", _("Loan car handed over")),
    "loans.take_back": ("car", _("Loan car back")),
    "tyre_sets.store": ("circle-dot", _("Wheels taken in")),
    "tyre_sets.take_in": ("circle-dot", _("Wheels taken in again")),
    "tyre_sets.measure": ("ruler", _("Tyres measured")),
    "tyre_sets.move": ("arrow-left-right", _("Wheels moved")),
    "tyre_sets.hand_out": ("log-out", _("Wheels handed out")),
    "tyre_sets.discard": ("trash", _("Wheels discarded")),
    "tyre_sets.book_swap": ("calendar-check", _("Wheel swap booked")),
    "tyre_sets.offer": ("send", _("New tyres offered")),
    "tyre_sets.swap": ("refresh-cw", _("Wheels swapped")),
    "jobs.note": ("message-square", _("Note written")),
    "jobs.read_odometer": ("gauge", _("Odometer read")),
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
    "approvals.note_attempt": ("phone", _("Attempt to reach the customer noted")),
    "approvals.do_unasked": ("triangle-alert", _("Work done unasked")),
    "policies.set": ("shield", _("Approval rule changed")),
    "approvers.add": ("user-plus", _("Approver added")),
    "approvers.remove": ("user", _("Approver removed")),
    "messages.tell": ("message-square", _("Customer told")),
    "deferred.remind": ("message-square", _("Reminder of waiting work sent")),
    "deferred.book": ("calendar-check", _("Waiting work booked")),
    "templates.set": ("pencil", _("Text of messages changed")),
    "templates.reset": ("undo-2", _("House's text of messages back")),
    "deferred.take_up": ("clipboard-list", _("Waiting work taken up")),
    "deferred.drop": ("x", _("Waiting work dropped")),
    "invoices.post": ("receipt-text", _("Invoice posted")),
    "invoices.post_ticket": ("receipt-text", _("Invoice posted")),
    "payments.take": ("wallet", _("Payment taken")),
    "sales.ring_up": ("shopping-cart", _("Sale rung up")),
    "payouts.take_in": ("landmark", _("Payout taken in")),
    "payouts.fail": ("undo-2", _("Payout sent back by the bank")),
    "instalments.agree": ("calendar-clock", _("Agreed to be paid in parts")),
    "instalments.end": ("ban", _("Plan ended")),
    "instalments.remind": ("send", _("Reminded of a part")),
    "gift_cards.stop": ("circle-x", _("Gift card stopped or let free")),
    "gift_cards.prolong": ("calendar-clock", _("Gift card's last day changed")),
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
    "parties.merge": ("users", _("Customers merged")),
    "parties.unmerge": ("undo-2", _("Merge of customers undone")),
    "parties.keep_apart": ("users", _("Said not to be the same customer")),
    "parties.record_consent": ("message-square", _("Consent recorded")),
    "parts.add": ("plus", _("Part added")),
    "parts.change": ("pencil", _("Part changed")),
    "stock.receive": ("package-open", _("Goods received")),
    "stock.adjust": ("arrow-up-down", _("Stock adjusted")),
    "drawers.open": ("wallet", _("Drawer opened")),
    "drawers.close": ("lock", _("Day closed")),
    "till_facts.retry": ("rotate-ccw-clock", _("Booked later")),
    "till_facts.settle": ("check", _("Settled in another way")),
    "devices.enrol": ("monitor-smartphone", _("Enrolled as a till")),
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
    "company.found": ("building", _("Company set up")),
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
    "parts.add_many": ("plus", _("Parts added")),
    "parts.retire": ("archive", _("Taken out of use")),
    "parts.restore": ("undo-2", _("Taken into use again")),
    "codes.add": ("barcode", _("Number or barcode added")),
    "codes.remove": ("x", _("Number or barcode removed")),
    "prices.set": ("tag", _("Prices set")),
    "prices.remove": ("x", _("Prices removed")),
    "kits.set_components": ("boxes", _("Contents of the kit changed")),
    "fees.define": ("tag", _("Fee changed")),
    "fees.hang": ("tag", _("Fee hung on a part")),
    "fees.take_off": ("x", _("Fee taken off a part")),
    "operations.define": ("clock", _("Operation changed")),
    "operations.retire": ("archive", _("Taken out of use")),
    "rates.define": ("clock", _("Labour rate changed")),
    "canned.define": ("layers", _("Canned job changed")),
    "canned.set_state": ("archive", _("Taken in or out of use")),
    "price_lists.make": ("plus", _("Price list made")),
    "price_lists.change": ("pencil", _("Price list changed")),
    "price_lists.end": ("calendar", _("Price list's last day set")),
    "price_lists.copy": ("copy", _("Price list copied")),
    "categories.define": ("layers", _("Part group changed")),
    "brands.rename": ("pencil", _("Brand renamed")),
    "levels.set": ("package-open", _("Reorder point set")),
    "stock.scrap": ("trash", _("Scrapped")),
    "invoices.correct": ("file-minus", _("Invoice credited")),
    "sales.finish": ("shopping-cart", _("Sale paid")),
    "sales.take_back": ("undo-2", _("Goods taken back")),
    "payments.give_back": ("hand-coins", _("Payment given back")),
    "payments.start_card": ("credit-card", _("Card payment begun")),
    "payments.apply_state": ("credit-card", _("The terminal answered")),
    "payments.start_link": ("qr-code", _("Pay link made")),
    "payments.wish_cancel": ("x", _("Card payment to be cancelled")),
    "payments.allocate_free": ("wallet", _("Payments used for the invoice")),
    "deposits.give_back": ("hand-coins", _("Deposit given back")),
    "vehicles.take_off_plate": ("car", _("Plate taken off")),
    "deferred.ask_again": ("calendar", _("Day to ask again set")),
    "jobs.take_back": ("undo-2", _("Parts taken back")),
    "jobs.cover": ("package", _("Parts held for the job")),
    "print_jobs.retry": ("printer", _("Printed again")),
}
NOUNS: Mapping[str, str | Promise] = {
    "tickets": _("The ticket"), "jobs": _("Jobs"), "lines": _("Lines"), "quotes": _("Quotes"),
    "approvals": _("Customer's answers"), "deferred": _("Waiting work"), "clocks": _("Time"),
    "invoices": _("Invoices"), "payments": _("Payments"), "sales": _("Sales"), "deposits": _("Deposits"),
    "odometer": _("Odometer"), "vehicles": _("The vehicle"), "parties": _("The customer"), "parts": _("The part"),
    "stock": _("Stock"), "codes": _("Numbers and barcodes"), "prices": _("Prices"), "kits": _("Kits"),
    "fees": _("Fees"), "canned": _("Canned jobs"), "price_lists": _("Price lists"), "levels": _("Reorder points"),
    "print_jobs": _("Printing"),
}  # fmt: skip
FIELDS: Mapping[str, str | Promise] = {
    "name": _("Name"), "name_sv": _("Name in Swedish"), "name_en": _("Name in English"), "number": _("Number"),
    "phone": _("Phone"), "email": _("E-mail"), "address": _("Address"), "note": _("Note"), "unit": _("Unit"),
    "language": _("Language"), "terms_days": _("Days to pay"), "credit_limit_minor": _("Credit limit"),
    "cost_minor": _("Cost"), "stocking": _("Stocking"), "quality": _("Quality class"), "category": _("Part group"),
    "vin": _("VIN"), "make": _("Make"), "model": _("Model"), "model_year": _("Model year"), "fuel": _("Fuel"),
    "valid_from": _("From"), "valid_to": _("Until"), "plate": _("Plate"), "discountable": _("May be discounted"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A field that had one value and got another."""

    field: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a timeline."""

    icon: str
    what: str | Promise
    who: str
    at: datetime
    note: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of a thing's history, and what else of it can be asked for."""

    thing_id: UUID
    events: list[Happening]
    next: str | None = None
    who: str = ""
    noun: str = ""
    people: list[str] = field(default_factory=list)
    nouns: list[tuple[str, str | Promise]] = field(default_factory=list)
    older: bool = False


def of(request: HttpRequest, thing_id: UUID) -> Told:
    """The newest that happened to the thing, or what the address asks for of it. Two queries."""
    asked = request.GET if request.resolver_match and request.resolver_match.view_name == "office:history" else {}
    rows = _lines(thing_id)
    done = list(rows.order_by("action").values_list("action", "actor_name").distinct())
    people = sorted({name for _action, name in done})
    nouns = sorted({action.split(".")[0] for action, _name in done})
    who = asked.get("who", "") if asked.get("who") in people else ""
    noun = asked.get("what", "") if asked.get("what") in nouns else ""
    if who:
        rows = rows.filter(actor_name=who)
    if noun:
        rows = rows.filter(action__startswith=f"{noun}.")
    page = cursors.page(rows, ("-at", "-id"), asked.get("after"), A_PAGE)
    return Told(
        thing_id, [_line(row) for row in page.rows], page.next, who, noun, people,
        [(one, NOUNS.get(one, one)) for one in nouns], older=page.first,
    )  # fmt: skip


@screen
@require_GET
def history(request: HttpRequest, thing_id: UUID) -> HttpResponse:
    """What happened to a thing: the part of a page for htmx, else a page of its own."""
    _may_know(request, thing_id)
    told = of(request, thing_id)
    if not is_fragment(request):
        return render(request, "office/happened.html", {"told": told})
    name = "happened_older" if told.older else "happened"
    return render(request, f"parts/{name}.html", {"told": told})


def _may_know(request: HttpRequest, thing_id: UUID) -> None:
    """Refuses with NotFound what nothing was done to, or what belongs to a site the person does not know (F-24)."""
    touch = HistoryTouch.objects.filter(object_id=thing_id).first()
    if touch is None:
        raise NotFound()
    rung = touch.kind.split(".")[0]
    here = desk(request)
    if rung not in OPEN and not (here.may("staff.change") or here.may("staff.assign")):
        raise NotFound()
    model: type[Model] = apps.get_model(touch.kind)
    if any(one.name == "site" for one in model._meta.fields):
        rows: QuerySet[Any] = model._default_manager.filter(pk=thing_id)
        if not at_sites(request, rows).exists():
            raise NotFound()


def _lines(thing_id: UUID) -> QuerySet[History]:
    return History.objects.filter(touches__object_id=thing_id, outcome="done")


def _line(row: History) -> Happening:
    symbol, words = WORDS.get(row.action) or ("circle-dot", deeds.word(row.action))
    told = row.note if isinstance(row.note, dict) else {}
    return Happening(symbol, words, row.actor_name, row.at, str(told.get("reason") or ""), _changes(told))


def _changes(told: Mapping[str, Any]) -> tuple[Change, ...]:
    """The fields that changed, where the action noted before and after."""
    before, after = told.get("before"), told.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ()
    changed = [key for key in after if before.get(key) != after[key]][:MOST_CHANGES]
    return tuple(Change(FIELDS.get(key, key), _plain(before.get(key)), _plain(after[key])) for key in changed)


def _plain(value: Any) -> str:
    return "–" if value in (None, "", [], {}) else str(value)[:80]
