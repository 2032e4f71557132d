"""What each screen is for and what people do there: a few lines behind the question mark of every page.

Found by the view's name, else by the screen's folder; a screen without lines of its own says what the list of all
screens says of it.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.doors.office import frame


@dataclass(frozen=True, slots=True)
class Help:
    """One screen's help: what it is for, and what people do here."""

    about: str | Promise
    do: tuple[str | Promise, ...] = ()


HELP: dict[str, Help] = {
    "office:today": Help(_("What waits for someone here today, and the way to start with what comes in."), (
        _("Write a plate, phone number or name to begin a ticket."),
        _("Look through the lists: what is promised, ready, waiting or not paid."),
    )),
    "office:find": Help(_("Everything in the shop from one box: plates, VINs, phones, names, numbers."), (
        _("Write a part of it, or # and a ticket's number to go straight there."),
    )),
    "counter": Help(_("Sales over the counter: scan or type, it lands in the cart, then press Pay."), (
        _("Scan from anywhere on the page, or type a number or name and press Enter."),
        _("Park the cart when the next customer cannot wait; it lies among the parked ones."),
    )),
    "tickets:new": Help(_("A new visit: who has come, with which car, and what they want."), (
        _("Write the plate first; a car that is known brings its owner along."),
    )),
    "tickets": Help(_("All tickets of the shop, from draft to invoiced."), (
        _("Search, choose a view or filter; the address keeps it, and it can be saved under a name."),
    )),
    "ticket": Help(_("One ticket: jobs with labour and parts, the customer's answers, and what it costs."), (
        _("Type in the box to add a part, labour or a canned job to the marked job."),
        _("Change a field where it stands; it is stored when you leave it."),
        _("Send the quote, note the answer, hand out parts, post and take payment from the side."),
    )),
    "mine": Help(_("The technician's own page: my jobs, my clock, on the phone.")),
    "board": Help(_("All work as cards in columns, derived from how far each job is."), (
        _("Move a card by dragging, by its menu or by keys."),
    )),
    "schedule": Help(_("Bookings and planned work, day by day.")),
    "vehicles": Help(_("Cars with their owners, odometer, history and what waits to be done.")),
    "presence:inspector": Help(_("The staff ledger for an inspector from the tax agency, who needs no log-in."), (
        _("Show it on this device: you are logged out, and only the ledger can be read."),
        _("Or let the inspector read it on their own phone: the address works for an hour."),
    )),
    "visits": Help(_("Those who asked for a time on your public page. Nothing is booked until you answer."), (
        _("Say who it is and which car, and book: the ticket holds what they asked for."),
        _("Offer another time, or decline with a reason; the customer is told if you leave the tick."),
    )),
    "customers:doubles": Help(_("Customers who may be here twice, with why; nothing is merged by itself."), (
        _("Compare two cards and merge them, or say that they are not the same."),
    )),
    "customers:merge": Help(_("Two cards of one customer become one: choose what the card shall say."), (
        _("The kept card's terms and credit limit count; posted papers keep the name they were made out to."),
        _("A merge can be undone for 30 days, as long as nothing was sold or paid since."),
    )),
    "customers": Help(_("Those who buy: how to reach them, their cars, what they owe and their terms.")),
    "parts": Help(_("Everything with a number: prices, stock here and elsewhere, and what moved.")),
    "pay": Help(_("Taking money: choose how, or several ways, until nothing is left."), (
        _("Lay one payment after the other; the rest to pay is always shown."),
    )),
    "receivables": Help(_("Who owes how much and how late it is, and what was done about it."), (
        _("Choose several and remind them at once; fee and interest become an invoice of their own."),
        _("Press a customer to see the account from day to day."),
    )),
    "books": Help(_("The books: every entry, each account, the VAT return, and which months are locked."), (
        _("Press an entry to see what made it, and a figure to see what it is made of."),
        _("Lock a month when it is done; open it again with a reason."),
    )),
    "documents": Help(_("What was posted: receipts, invoices and credit notes. They are never changed."), (
        _("Print again, take goods back line by line, or correct a whole invoice."),
    )),
    "drawers": Help(_("The cash: a float in the morning, cash in and out, counted blind in the evening."), (
        _("Open the drawer with its float before the first sale."),
        _("Count and close the day: that makes the Z report."),
    )),
    "reports": Help(_("How the shop does: today at a glance, and reports over any time, by whatever you ask."), (
        _("Choose a time, a site, and what to compare with; the address keeps the question."),
        _("Press a line to see the documents, the customer or the part behind it."),
        _("Keep a question under a name with Views; take the table along with Export."),
    )),
    "tray": Help(_("What clashed and needs a person: read what happened, choose, and close it.")),
    "work": Help(_("Large exports and prints are made in the background; fetch them here when they are ready.")),
    "company": Help(_("What stands on every paper. The receipt beside shows it as you type.")),
    "sites": Help(_("Shops and branches: their address, registers, devices and cash register rules."), (
        _("State the rules before anything is sold for cash or by card."),
        _("Shut out a device that is lost: whoever stands there is out at once."),
    )),
    "preferences": Help(_("How quotes, work, stock and papers behave: for the company, and otherwise for a site."), (
        _("Type in the search field to find a setting; the default is always shown."),
    )),
    "access": Help(_("Other programs come in by a token, which is shown once."), (
        _("Make one for each program, with no more rights than it needs."),
    )),
    "staff": Help(_("Who works here, what they may do where, and how they log in."), (
        _("Give a role at one site or at every site; a person may have several."),
        _("A new password or PIN puts the person out everywhere at once."),
    )),
    "roles": Help(_("Sets of rights in words. Copy a ready-made role and change the copy."), (
        _("Beside the list you see what saving would change."),
    )),
}  # fmt: skip


def of(view_name: str) -> Help | None:
    """The help of the screen that the view belongs to."""
    space = view_name.split(":", maxsplit=1)[0]
    found = HELP.get(view_name) or HELP.get(space)
    if found is not None:
        return found
    place = next((one for one in frame.PLACES if one.view.split(":")[0] == space and space != "office"), None)
    return Help(place.about or place.name) if place else None
