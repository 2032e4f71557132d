"""What each action lets someone do, in words people understand: what a role is shown and edited as.

A new action is named here in one of the areas; a test says so. `asked` rights are no actions but asked for inside them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.kernel.actors import covers


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the shop with what can be done there: action → words."""

    key: str
    name: str | Promise
    icon: str
    deeds: dict[str, str | Promise]


AREAS = (
    Area("customers", _("Customers and cars"), "users", {
        "parties.read": _("See customers through the API"),
        "parties.add": _("Add customers"),
        "parties.change": _("Change customers, their terms and credit limits"),
        "parties.record_consent": _("Note what customers agreed to be contacted about"),
        "parties.add_group": _("Add customer groups"),
        "parties.rename_group": _("Rename customer groups"),
        "vehicles.read": _("See cars through the API"),
        "vehicles.add": _("Add cars"),
        "vehicles.change": _("Change cars"),
        "vehicles.move_plate": _("Move a plate to another car"),
        "vehicles.take_off_plate": _("Take a plate off a car"),
        "vehicles.set_owner": _("Say who owns a car"),
        "vehicles.store_lookup": _("Store what the vehicle register answers"),
        "odometer.record": _("Note odometer readings"),
    }),
    Area("tickets", _("Tickets and quotes"), "clipboard-list", {
        "tickets.read": _("See tickets through the API"),
        "tickets.open_ticket": _("Open tickets"),
        "tickets.take_in": _("Check cars in"),
        "tickets.take_up_request": _("Take up a customer's request for a time"),
        "tickets.decline_request": _("Decline a customer's request for a time"),
        "tickets.start_sale": _("Begin a counter sale"),
        "tickets.add_line": _("Put things in the cart"),
        "tickets.change": _("Change a ticket's details and promise"),
        "tickets.set_customer": _("Choose a ticket's customer"),
        "tickets.set_new_customer": _("Add a customer from a ticket"),
        "tickets.set_vehicle": _("Choose a ticket's car"),
        "tickets.set_new_vehicle": _("Add a car from a ticket"),
        "tickets.discount": _("Give a discount on a whole ticket"),
        "tickets.split": _("Move jobs to another ticket"),
        "tickets.void": _("Void tickets"),
        "tickets.add_quick_key": _("Add quick keys at the counter"),
        "tickets.move_quick_key": _("Move quick keys"),
        "tickets.name_quick_key": _("Rename quick keys"),
        "tickets.remove_quick_key": _("Remove quick keys"),
        "jobs.add": _("Add jobs"),
        "jobs.apply_canned": _("Add canned jobs to a ticket"),
        "jobs.change": _("Change a job's texts"),
        "jobs.remove": _("Remove jobs"),
        "jobs.set_menu_price": _("Set a fixed price for a job"),
        "jobs.discount": _("Give a discount on a job"),
        "jobs.make_options": _("Offer several ways of doing a job"),
        "jobs.add_option": _("Add another way of doing a job"),
        "jobs.recommend": _("Recommend one of the ways"),
        "jobs.set_apart": _("Let a job stand by itself again"),
        "lines.add": _("Add labour and parts to jobs"),
        "lines.change": _("Change labour and parts"),
        "lines.remove": _("Remove labour and parts"),
        "quotes.freeze": _("Make quotes"),
        "quotes.ask_question": _("Ask the customer a question"),
        "quotes.answer_question": _("Answer a customer's question"),
        "approvals.ask": _("Send quotes for approval"),
        "approvals.record": _("Note a customer's yes or no"),
        "approvals.open_order": _("Open a work order without a quote"),
        "approvals.make_link": _("Make links for customers"),
        "approvals.revoke_link": _("Close customers' links"),
        "deferred.take_up": _("Take up waiting work"),
        "deferred.ask_again": _("Ask the customer again about waiting work"),
        "deferred.drop": _("Drop waiting work"),
        "jobs.move": _("Change the order of jobs"),
        "lines.move": _("Change the order of lines"),
        "jobs.put_back": _("Put back a job that was removed"),
    }),
    Area("work", _("Work in the workshop"), "wrench", {
        "jobs.begin": _("Begin jobs"),
        "jobs.complete": _("Complete jobs"),
        "jobs.hold": _("Put jobs on hold"),
        "jobs.resume": _("Go on with jobs"),
        "jobs.cancel": _("Cancel jobs"),
        "jobs.assign": _("Say who does which work"),
        "jobs.cover": _("Reserve parts for jobs"),
        "jobs.hand_out": _("Hand out parts to jobs"),
        "jobs.take_back": _("Take back parts from jobs"),
        "clocks.on": _("Clock on to jobs"),
        "clocks.off": _("Clock off jobs"),
        "clocks.shift_on": _("Begin a shift"),
        "clocks.shift_off": _("End a shift"),
        "clocks.correct": _("Correct clocked time"),
        "clocks_of_others.set": _("Clock other people on and off"),
        "gates.override": _("Post a ticket although something is missing"),
        "jobs.note": _("Note things on jobs"),
        "jobs.read_odometer": _("Read the odometer in the workshop"),
        "inspections.begin": _("Begin inspections"),
        "inspections.record": _("Fill in inspections"),
        "inspections.add_photo": _("Add photos to inspections"),
        "inspections.draw": _("Draw on photos"),
        "inspections.remove_photo": _("Remove photos of inspections"),
        "inspections.finish": _("Finish inspections"),
        "inspections.confirm": _("Confirm inspections"),
        "inspections.show": _("Show inspections to the customer"),
        "inspections.reopen": _("Open inspections again"),
        "inspections.cancel": _("Cancel inspections"),
        "inspections.offer": _("Offer work that an inspection found"),
        "inspections.acknowledge": _("Note that the customer heard of red findings"),
        "inspections.define_template": _("Define inspection sheets"),
        "inspections.retire_template": _("Retire inspection sheets"),
    }),
    Area("planning", _("Bookings and planning"), "calendar-days", {
        "board.move": _("Move cards on the board"),
        "board.put_back": _("Undo a move on the board"),
        "bookings.book": _("Book cars in"),
        "bookings.move": _("Move bookings"),
        "bookings.cancel": _("Cancel bookings"),
        "bookings.arrive": _("Note that a booked car has come"),
        "bookings.miss": _("Note that a booked car did not come"),
        "schedule.plan": _("Plan jobs on people and bays"),
        "schedule.move": _("Move planned jobs"),
        "schedule.take_off": _("Take jobs off the plan"),
        "hours.set": _("Set opening and working hours"),
        "hours.close_day": _("Close a site on a day"),
        "hours.open_day": _("Open a closed day again"),
        "hours.follow_site": _("Let a technician work the site's hours"),
        "absences.add": _("Note absences"),
        "absences.cancel": _("Remove absences"),
        "resources.add": _("Add lifts, bays and loan cars"),
        "resources.rename": _("Rename lifts, bays and loan cars"),
        "resources.retire": _("Retire lifts, bays and loan cars"),
        "loans.reserve": _("Reserve loan cars"),
        "loans.hand_over": _("Hand over loan cars"),
        "loans.take_back": _("Take back loan cars"),
        "loans.cancel": _("Cancel loans of cars"),
        "presence.add_guest": _("List hired people in the staff ledger"),
        "presence.end_guest": _("Take hired people off the staff ledger"),
        "presence.correct_guest": _("Correct hired people's times in the staff ledger"),
        "presence.set_number": _("Keep personal numbers for the staff ledger"),
        "presence.purge": _("Purge old personal numbers from the staff ledger"),
    }),
    Area("money", _("Sales and money"), "wallet", {
        "sales.ring_up": _("Ring up sales"),
        "sales.finish": _("Take payment for a cart"),
        "sales.take_back": _("Take goods back and give money back"),
        "invoices.post": _("Post invoices"),
        "invoices.post_ticket": _("Post a workshop ticket's invoice"),
        "invoices.correct": _("Credit an invoice and open its ticket again"),
        "payments.take": _("Take payments"),
        "payments.start_card": _("Charge cards"),
        "payments.give_back": _("Give money back"),
        "payments.allocate_free": _("Say which invoice a payment is for"),
        "deposits.take": _("Take deposits"),
        "deposits.give_back": _("Give deposits back"),
        "drawers.open": _("Open the cash drawer for the day"),
        "print_jobs.retry": _("Print again what did not come out"),
        "print_jobs.cancel": _("Take papers out of the print queue"),
        "drawers.open_without_sale": _("Open the drawer without a sale"),
        "drawers.move_cash": _("Put cash in and take it out"),
        "drawers.look": _("Print X reports"),
        "drawers.close": _("Count the cash and close the day"),
        "money.other_way": _("Give money back another way than it came"),
    }),
    Area("prices", _("Prices and discounts"), "tag", {
        "prices.see_margin": _("See costs and margins"),
        "prices.override": _("Type another price"),
        "prices.below_cost": _("Sell below cost"),
        "discounts.unlimited": _("Give any discount"),
        "prices.set": _("Set prices"),
        "price_lists.make": _("Make price lists"),
        "prices.remove": _("Remove prices from a list"),
        "prices.change_by": _("Change many prices by a percentage"),
        "price_lists.end": _("End price lists"),
        "price_lists.change": _("Rename price lists and change their days"),
        "price_lists.copy": _("Copy price lists"),
        "rates.define": _("Set hourly rates"),
        "fees.define": _("Set fees"),
        "fees.hang": _("Let a fee follow a part"),
        "fees.take_off": _("Let a fee no longer follow a part"),
        "operations.define": _("Define labour"),
        "operations.retire": _("Retire labour"),
        "canned.define": _("Define canned jobs"),
        "canned.set_state": _("Offer and retire canned jobs"),
    }),
    Area("goods", _("Parts and stock"), "package", {
        "parts.read": _("See parts through the API"),
        "parts.add": _("Add parts"),
        "parts.add_many": _("Add many parts at once"),
        "parts.change": _("Change parts"),
        "parts.retire": _("Retire parts"),
        "parts.restore": _("Bring back retired parts"),
        "codes.add": _("Add barcodes and other numbers"),
        "codes.remove": _("Remove barcodes and other numbers"),
        "categories.define": _("Define part groups"),
        "categories.remove": _("Remove empty part groups"),
        "brands.rename": _("Rename brands"),
        "kits.set_components": _("Say what a kit holds"),
        "stock.read": _("See stock through the API"),
        "stock.receive": _("Receive goods"),
        "stock.adjust": _("Adjust the stock"),
        "stock.scrap": _("Scrap goods"),
        "stock.open_store": _("Open a site's store"),
        "stock.open_balances": _("Enter what lies on the shelves at the start"),
        "parts.track": _("Follow lots, DOT weeks and serial numbers"),
        "bins.make": _("Make bins"),
        "bins.set_home": _("Say in which bin a part lives"),
        "bins.move": _("Move goods between bins"),
        "stock.move": _("Move goods between store, van and quarantine"),
        "stock.open_place": _("Open vans and quarantines"),
        "transfers.request": _("Ask another site for goods"),
        "transfers.make": _("Send goods to another site unasked"),
        "transfers.approve": _("Agree to send goods to another site"),
        "transfers.send": _("Send off goods to another site"),
        "transfers.receive": _("Receive goods from another site"),
        "transfers.settle": _("Settle what was lost on the way"),
        "transfers.withdraw": _("Withdraw a request for goods"),
        "transfers.cancel": _("Cancel goods for another site"),
        "levels.set": _("Set reorder points"),
        "levels.set_many": _("Set many reorder points at once"),
        "counts.begin": _("Begin stock counts"),
        "counts.count": _("Count stock"),
        "counts.finish": _("Finish stock counts"),
        "counts.reopen": _("Let stock be counted once more"),
        "counts.post": _("Book the differences of stock counts"),
        "counts.cancel": _("Cancel stock counts"),
        "stock.build": _("Build kits"),
        "stock.take_apart": _("Take kits apart"),
    }),
    Area("buying", _("Purchasing"), "truck", {
        "purchasing.read": _("See purchasing through the API"),
        "suppliers.add": _("Add suppliers"),
        "suppliers.change": _("Change suppliers and their terms"),
        "suppliers.retire": _("Stop buying from a supplier"),
        "suppliers.restore": _("Buy from a supplier again"),
        "offers.set": _("Enter suppliers' prices"),
        "offers.prefer": _("Choose where a part is bought"),
        "offers.retire": _("Retire suppliers' offers"),
        "reorder.draft": _("Draft orders of what is short"),
        "orders.draft": _("Draft purchase orders"),
        "orders.change_line": _("Change purchase orders"),
        "orders.remove_line": _("Remove lines of drafts"),
        "orders.send": _("Send purchase orders"),
        "orders.confirm": _("Note what suppliers confirm"),
        "orders.call_off": _("Call off what was ordered"),
        "orders.cancel": _("Cancel purchase orders"),
        "orders.close": _("Close purchase orders"),
        "dispatches.decide": _("Say whether a supplier got an order"),
        "goods.receive": _("Receive ordered goods"),
        "goods.receive_unordered": _("Receive goods that were not ordered"),
        "goods.take_back": _("Correct what was received"),
        "bills.enter": _("Enter suppliers' bills"),
        "bills.decide": _("Decide on differences in bills"),
        "bills.accept_any": _("Accept any difference in a bill"),
        "bills.post": _("Post suppliers' bills"),
        "bills.withdraw": _("Withdraw bills that were entered by mistake"),
        "supplier_returns.draft": _("Draft returns to suppliers"),
        "supplier_returns.agree": _("Note that a supplier takes goods back"),
        "supplier_returns.ship": _("Send goods back to suppliers"),
        "supplier_returns.set_off": _("Settle a return against a bill"),
        "supplier_returns.refused": _("Note that a supplier refuses a return"),
        "supplier_returns.cancel": _("Cancel returns to suppliers"),
        "claims.open": _("Open warranty claims"),
        "claims.send": _("Send warranty claims"),
        "claims.answer": _("Note answers to warranty claims"),
        "cores.owe": _("Charge for cores"),
        "cores.take_in": _("Take in cores from the workshop"),
        "cores.hand_in": _("Take in cores from customers"),
        "cores.send_back": _("Send cores back"),
        "cores.expire": _("Let a core's charge lapse"),
        "cores.lose": _("Write off cores"),
        "cores.waive": _("Waive a customer's core"),
        "lost_sales.record": _("Note lost sales"),
    }),
    Area("books", _("Bookkeeping"), "book-open", {
        "ledger.reverse": _("Reverse entries in the books"),
        "periods.open_year": _("Open a year in the books"),
        "periods.set_state": _("Lock and unlock periods"),
        "charts.install": _("Install a chart of accounts"),
        "tray.sort_out": _("Sort out what clashed"),
        "taxes.install_sweden": _("Install Sweden's tax rates"),
    }),
    Area("house", _("The company and its people"), "building", {
        "staff.hire": _("Hire people"),
        "staff.change": _("Change people's details and log-in"),
        "staff.assign": _("Give people roles"),
        "staff.unassign": _("Take roles away from people"),
        "staff.set_pin": _("Set other people's PIN"),
        "staff.set_password": _("Set other people's password"),
        "staff.leave": _("End someone's work here"),
        "staff.come_back": _("Let someone who left come back"),
        "roles.make": _("Make roles"),
        "roles.change": _("Change roles"),
        "roles.remove": _("Remove roles"),
        "settings.change": _("Change settings"),
        "settings.change_many": _("Change several settings"),
        "settings.reset": _("Let a site follow the company's setting"),
        "company.change": _("Change the company's name, numbers and printed texts"),
        "sites.open": _("Open sites"),
        "sites.begin": _("Open sites with a store and a register"),
        "sites.change": _("Change sites"),
        "sites.close": _("Close sites"),
        "sites.reopen": _("Open a closed site again"),
        "sites.set_fiscal_profile": _("Say under which cash register rules a site sells"),
        "registers.add": _("Add registers"),
        "registers.retire": _("Retire registers"),
        "devices.rename": _("Rename devices"),
        "devices.revoke": _("Shut devices out"),
        "tokens.make": _("Let other programs in"),
        "tokens.revoke": _("Shut other programs out"),
    }),
)  # fmt: skip
# Everyone's own, the customer's, and the machinery's: no role is made of them.
UNSAID: dict[str, str | Promise] = {
    "staff.log_in": _("Log in"),
    "staff.log_out": _("Log out"),
    "staff.set_own_pin": _("Choose one's own PIN"),
    "staff.set_own_password": _("Choose one's own password"),
    "staff.choose_language": _("Choose one's own language"),
    "staff.choose_keys": _("Switch one's own letter keys on and off"),
    "devices.meet": _("Stand at a device"),
    "presence.arrive": _("Note in the staff ledger that someone came"),
    "presence.leave": _("Note in the staff ledger that someone left"),
    "presence.guest_arrives": _("Note in the staff ledger that a hired person came"),
    "presence.guest_leaves": _("Note in the staff ledger that a hired person left"),
    "presence.show": _("Show the staff ledger"),
    "saved_views.save": _("Save views of lists"),
    "saved_views.forget": _("Remove saved views"),
    "approvals.answer_link": _("Answer a quote as a customer"),
    "approvals.open_link": _("Look at a quote as a customer"),
    "tickets.request_visit": _("Ask for a time as a customer"),
    "payments.apply_state": _("Store what a card terminal says"),
    "stock.expire_reservations": _("Let go of old reservations"),
    "parties.make_walk_in": _("Make the walk-in customer"),
    "roles.install": _("Install the ready-made roles"),
    "long_work.ask": _("Have large files made"),
    "long_work.again": _("Have a file made again"),
    "long_work.cancel": _("Stop a file that is being made"),
    "long_work.forget": _("Throw away a file that was made"),
    "dispatches.apply": _("Store how far a supplier has come"),
    "dispatches.mark_asked": _("Ask a supplier about an order"),
    "dispatches.take": _("Send an order to a supplier's system"),
    "dispatches.unknown": _("Note that a supplier's answer is unknown"),
    "suppliers.keep_answers": _("Keep suppliers' answers"),
    "bills.compare": _("Compare bills with deliveries"),
    "attempts.lock": _("Lock a log-in after too many wrong tries"),
    "company.set_up": _("Set up the company"),
    "company.found": _("Set up the company with its owner"),
}
# What a person should think twice about giving away: it moves money, hides a loss, or opens doors for others.
DANGEROUS = frozenset({
    "tickets.void", "gates.override", "clocks_of_others.set", "clocks.correct", "sales.take_back", "invoices.correct",
    "payments.give_back", "deposits.give_back", "drawers.open_without_sale", "drawers.move_cash", "money.other_way",
    "prices.override", "prices.below_cost", "discounts.unlimited", "prices.set", "stock.adjust", "stock.scrap",
    "stock.open_balances", "ledger.reverse", "periods.set_state", "charts.install", "staff.hire", "staff.assign",
    "staff.set_pin", "staff.set_password", "roles.make", "roles.change", "company.change", "sites.close",
    "bills.accept_any", "bills.post", "counts.post", "cores.waive", "cores.lose", "orders.send", "transfers.settle",
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
