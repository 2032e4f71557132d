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
    "office:screens": Help(_("Every screen you may open, by what it is about."), (
        _("Press Ctrl K anywhere to go to one by its name."),
    )),
    "office:history": Help(_("Who did what to this thing, newest first, all of it.")),
    "practice": Help(_("A shop of its own to practise in: nothing there is real, and nothing here changes."), (
        _("Start it, log in as yourself, and do the exercises; each is ticked when you have done it."),
    )),
    "imports": Help(_("Suppliers' prices, new parts and what an older system held, from CSV or XLSX."), (
        _("Choose the file and say what each column is; nothing is changed by trying."),
        _("Look at the rows that cannot be taken and why, then let the rest in."),
    )),
    "inspections": Help(_("Cars looked over point by point, and what was found."), (
        _("Begin one from a ticket; it can be filled in on a phone, without a network too."),
        _("Make a job of a red finding with one press; the customer sees it on their link."),
    )),
    "presence": Help(_("The staff ledger: who is on the premises, written down at once."), (
        _("Tap your name when you come and when you leave."),
        _("Correct a wrong time under People and corrections; the old one stays beside it."),
    )),
    "quotes": Help(_("Quotes that were sent: opened, answered, or waiting to be followed up."), (
        _("Call those under To follow up; note what they say on the ticket."),
    )),
    "orders": Help(_("Work orders under way: who does them and when they are promised."), (
        _("Tick several and print them together for the morning's meeting."),
    )),
    "messages": Help(_("SMS and e-mail to customers, and whether they arrived."), (
        _("Try again what did not arrive, when the number or address is right."),
    )),
    "prints": Help(_("What was sent to the printers. A printer without paper never holds up a sale."), (
        _("Press Print again when the printer is ready."),
    )),
    "labour": Help(_("Operations with the guide's hours, and what an hour costs."), (
        _("Give a part of the shop its own hourly price, with the day it holds from."),
    )),
    "canned": Help(_("Whole jobs with labour and parts, laid on a ticket in one press."), (
        _("Choose a fixed price, or let the lines make it; try it on a car to see the price."),
    )),
    "fitment": Help(_("Which cars the part fits, and who says so."), (
        _("Add a make, model and years; what is not known stays open and is asked for when it is sold."),
    )),
    "fees": Help(_("What is added by itself: per part, such as tyre recycling, or per job."), (
        _("Hang a fee on parts from their cards; jobs that have it keep what they have."),
    )),
    "standing": Help(_("What lies here and what it is worth; what is dead, slow, or moves well."), (
        _("Press a figure to see the parts behind it; take the table along with Export."),
    )),
    "counts": Help(_("Shelves counted with a scanner while the shop goes on selling."), (
        _("Choose what to count, scan or type what lies there, and look at the differences."),
        _("Approve the count: only then is the stock corrected, with the reason in history."),
    )),
    "transfers": Help(_("Goods between your sites: asked for, sent, received."), (
        _("What is sent is under way until the other site has received it."),
    )),
    "kits": Help(_("Parts sold together under one number; how many there can be follows from the parts."), (
        _("Change what a kit holds; what was sold keeps what it held then."),
    )),
    "prices": Help(_("Prices for a customer group or a site, edited as a spreadsheet."), (
        _("Type a price and go on with Enter; the last change can be undone."),
        _("Copy a list with a percentage, and let it hold from a day."),
    )),
    "suppliers": Help(_("Those you buy from: terms, prices, and what they have delivered.")),
    "purchases": Help(_("What is ordered for customers and for the shelf, until it is here."), (
        _("Send the order, note what the supplier answers, and receive it when it comes."),
    )),
    "receiving": Help(_("Deliveries, with the scanner or by hand: what came goes to the shelf or to its job."), (
        _("Scan each part; what waits for a ticket says so."),
    )),
    "bills": Help(_("Suppliers' bills compared with what was ordered and received, and then booked."), (
        _("Look at the lines that do not agree; claim what is wrong, accept the rest."),
    )),
    "supplier_returns": Help(_("What goes back to a supplier, and the credit that is awaited."), (
        _("Ask for a return number, send, and note the credit when it comes."),
    )),
    "cores": Help(_("Old parts worth money: owed by customers, here, sent back, awaiting credit."), (
        _("Take one in when the customer brings it; the charge is given back."),
    )),
    "claims": Help(_("Warranties and other claims on suppliers, with what they answer.")),
    "lost_sales": Help(_("What was asked for and not sold, and why: it says what to stock.")),
    "groups": Help(_("Groups of parts and brands: how parts are sorted, and what prices and fees go by.")),
    "payments": Help(_("Every payment, whichever way it came, and those nobody knows the end of."), (
        _("Look at what is not decided before the day is closed."),
    )),
    "readers": Help(_("Your account for cards, and which reader stands at which register.")),
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
    "handover": Help(_("What goes to the accounting system, once: what is there, what was not accepted, and why."), (
        _("Look at what would go before it goes; nothing is stored by looking."),
        _("Mark a file as imported when it is, or say why it never was and make it anew."),
        _("Compare their books with ours, account by account."),
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
