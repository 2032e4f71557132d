"""What stands round every page of the office: who is here, where, what waits, and the ways to other screens."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from vaxel.doors import wording
from vaxel.doors.office.appearance import of_request
from vaxel.doors.office.desk import Desk
from vaxel.doors.office.long_work import asking
from vaxel.doors.office.today import guide
from vaxel.kernel.models import TrayItem


@dataclass(frozen=True, slots=True)
class Place:
    """A screen one can go to. `group`: where it stands among all screens; "" in the rail itself.

    `needs`: only who may do that finds it; `only="technician"`: only who repairs.
    `about`: one line for those who look for it.
    """

    name: str | Promise
    icon: str
    view: str
    key: str = ""
    group: str = ""
    needs: str = ""
    about: str | Promise = ""
    only: str = ""


GROUPS = {
    "sell": _("Sell and serve"), "goods": _("Goods"), "money": _("Money"), "shop": _("The shop"),
}  # fmt: skip
PLACES = (
    Place(_("Today"), "calendar-check", "office:today"),
    Place(_("Counter"), "shopping-cart", "counter:sale"),
    Place(_("Tickets"), "clipboard-list", "tickets:list", "F4"),
    Place(_("My day"), "wrench", "mine:day", needs="clocks.on", only="technician"),
    Place(_("Board"), "square-kanban", "board:board"),
    Place(_("Calendar"), "calendar-days", "schedule:calendar"),
    Place(_("Vehicles"), "car", "vehicles:list"),
    Place(_("Customers"), "users", "customers:list"),
    Place(_("Parts"), "package", "parts:list"),
    Place(_("Cash drawer"), "wallet", "drawers:list"),
    Place(_("To sort out"), "triangle-alert", "tray:list"),
    Place(_("Inspections"), "clipboard-check", "inspections:list", group="sell",
          about=_("Cars looked over, and what was found")),
    Place(_("Quotes"), "send", "quotes:list", group="sell", about=_("Sent, opened, answered, to be followed up")),
    Place(_("Requests for a time"), "calendar-clock", "visits:list", group="sell", needs="bookings.answer_request",
          about=_("Asked for on the public page: book, offer another time, or decline")),
    Place(_("Messages"), "message-square", "messages:list", group="sell",
          about=_("What was sent to customers, and whether it arrived")),
    Place(_("Work that waits"), "hourglass", "waiting:list", group="sell",
          about=_("Declined and put off: call, write or book from the row, and how often customers say yes")),
    Place(_("Work orders"), "wrench", "orders:list", group="sell",
          about=_("By technician, status and promised time; printed together")),
    Place(_("Labour"), "clock", "labour:list", group="sell",
          about=_("Operations with the guide's hours, hourly rates")),
    Place(_("Canned jobs"), "layers", "canned:list", group="sell",
          about=_("Whole jobs with labour and parts, put on a ticket with one press")),
    Place(_("Kits"), "boxes", "kits:list", group="goods", about=_("Parts sold together, and how many can be had")),
    Place(_("Stock in figures"), "warehouse", "standing:list", group="goods", needs="prices.see_margin",
          about=_("What lies here and its worth, dead and slow stock, classes, turns")),
    Place(_("Serial numbers and lots"), "scan-barcode", "serials:list", group="goods",
          about=_("Each piece from its supplier to the car, tyres by DOT week, what is too old")),
    Place(_("Stock counts"), "clipboard-check", "counts:list", group="goods", needs="counts.count",
          about=_("Shelves counted by scanning while selling goes on")),
    Place(_("Transfers"), "truck", "transfers:list", group="goods", needs="transfers.receive",
          about=_("Goods asked for, sent and received between sites")),
    Place(_("Price lists"), "tags", "prices:list", group="goods",
          about=_("Prices per customer group and site, edited like a sheet")),
    Place(_("Import"), "file-up", "imports:start", group="goods", needs="offers.take_list",
          about=_("Price lists, what fits which car, opening stock: tried before they count")),
    Place(_("Fees"), "tag", "fees:list", group="goods", about=_("What follows a part or is worked out per job")),
    Place(_("Part groups and brands"), "layers", "groups:list", group="goods",
          about=_("How parts are sorted, and how brands are written")),
    Place(_("Special orders"), "package-open", "purchases:special", group="sell", needs="purchasing.read",
          about=_("Ordered for customers at the counter, until it is fetched.")),
    Place(_("Tyre hotel"), "circle-dot", "tyres:list", group="sell",
          about=_("Customers' wheels: where they lie, the season's swap, unsafe tyres")),
    Place(_("Lost sales"), "trending-down", "lost_sales:list", group="sell", needs="purchasing.read",
          about=_("What was asked for and not sold, and why")),
    Place(_("Purchase orders"), "truck", "purchases:list", group="goods", needs="purchasing.read",
          about=_("Drafts, what is on the way, what is late")),
    Place(_("What to buy"), "list-checks", "purchases:to_buy", group="goods", needs="reorder.draft",
          about=_("For work that waits and shelves below their level, drafted per supplier")),
    Place(_("Receive goods"), "package-open", "receiving:list", group="goods", needs="goods.receive",
          about=_("Deliveries, by scanner or by hand")),
    Place(_("Suppliers"), "factory", "suppliers:list", group="goods", needs="purchasing.read",
          about=_("Whom we buy from, their terms and prices")),
    Place(_("Returns to suppliers"), "undo-2", "supplier_returns:list", group="goods", needs="purchasing.read",
          about=_("What goes back, and the credit that is expected")),
    Place(_("Cores"), "refresh-cw", "cores:list", group="goods", needs="purchasing.read",
          about=_("Owed by customers, to be sent back, awaiting credit")),
    Place(_("Claims to suppliers"), "message-square", "claims:list", group="goods", needs="purchasing.read",
          about=_("Warranties, and bills that were not accepted")),
    Place(_("Supplier bills"), "receipt", "bills:list", group="money", needs="bills.enter",
          about=_("Compared with orders and deliveries, then posted")),
    Place(_("Invoices and receipts"), "receipt-text", "documents:list", group="money",
          about=_("What was posted, what is owed and how long, credit notes")),
    Place(_("Payments"), "wallet", "payments:list", group="money",
          about=_("Over the counter, by link and given back, and what nobody knows the end of yet")),
    Place(_("Owed by customers"), "hand-coins", "receivables:list", group="money", needs="reminders.send_statement",
          about=_("By how late it is; statements, reminders and interest")),
    Place(_("Books"), "book-open", "books:list", group="money", needs="ledger.read",
          about=_("Journal, accounts, VAT return, periods, and what is booked where")),
    Place(_("Payouts"), "landmark", "payouts:list", group="money", needs="payouts.take_in",
          about=_("What the card provider sent to the bank, and what is in it")),
    Place(_("Paid in parts"), "calendar-clock", "instalments:list", group="money",
          about=_("Who pays an invoice in parts, what falls due next, and who is late")),
    Place(_("Gift cards"), "gift", "gift_cards:list", group="money",
          about=_("What each holds, by its code; stopping a lost one")),
    Place(_("Accounting export"), "file-up", "handover:list", group="money", needs="exports.collect",
          about=_("To the accounting system: what is there, what failed and why, ours against theirs")),
    Place(_("Reports"), "chart-column", "reports:index", group="money", needs="reports.read",
          about=_("How today is going, sales, work, VAT and what is owed")),
    Place(_("Print queue"), "printer", "prints:list", group="shop",
          about=_("What was sent to the printer, and what did not come out")),
    Place(_("Card readers"), "credit-card", "readers:list", group="shop", needs="readers.add",
          about=_("The shop's account for cards, and which reader stands where.")),
    Place(_("Files being made"), "hourglass", "work:list", group="shop",
          about=_("Large exports and prints, and how far they are")),
    Place(_("The company"), "building", "company:edit", group="shop", needs="company.change",
          about=_("Name, numbers and the texts on receipts and invoices.")),
    Place(_("Take everything along"), "download", "takeout:show", group="shop", needs="company.export",
          about=_("All that the shop has, as CSV, XLSX or Parquet.")),
    Place(_("Sites"), "store", "sites:list", group="shop", needs="registers.add",
          about=_("Shops and branches, their registers and devices.")),
    Place(_("Settings"), "settings", "preferences:show", group="shop", needs="settings.change",
          about=_("How quotes, work, stock and papers behave, here and everywhere.")),
    Place(_("Texts of messages"), "message-square", "texts:list", group="shop", needs="templates.set",
          about=_("What customers read when the car is ready, after the visit, and about work that waits.")),
    Place(_("Approval rules"), "shield", "policies:show", group="shop", needs="policies.set",
          about=_("How far a price may rise before the customer is asked again, by law and by version.")),
    Place(_("Other programs"), "plug", "access:list", group="shop", needs="tokens.make",
          about=_("Tokens for web shops, accounting and other programs.")),
    Place(_("Staff ledger"), "book-open", "presence:kiosk", group="shop",
          about=_("Who is here: tap in and out, and the page that the tax agency may ask to see.")),
    Place(_("Hours and places"), "calendar-clock", "schedule:setup", group="shop", needs="hours.set",
          about=_("Working hours, lifts and loan cars, absences and closed days.")),
    Place(_("Staff"), "users-round", "staff:list", group="shop", needs="staff.change",
          about=_("Who works here, their roles, passwords and PINs.")),
    Place(_("Roles"), "shield", "roles:list", group="shop", needs="staff.assign",
          about=_("What people may do, in words; ready-made and your own.")),
)  # fmt: skip


def may_see(place: Place, desk: Desk) -> bool:
    """Whether the person finds the screen."""
    if place.only == "technician" and not desk.staff.is_technician:
        return False
    return not place.needs or desk.may(place.needs)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html; nothing on pages without a desk (customer's pages, log-in)."""
    desk = getattr(request, "desk", None)
    always = {
        "appearance": of_request(request), "practice": settings.PRACTICE, "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "may_practise": bool(settings.PRACTICE or settings.PRACTICE_PORT or settings.PRACTICE_URL),
    }  # fmt: skip
    if not isinstance(desk, Desk):
        return always
    return always | {
        "actor": desk.actor,
        "site": desk.site,
        "register": desk.register,
        "fiscal": wording.word("fiscal", desk.site.fiscal_profile).text,
        "places": _Places(request),
        "next_step": SimpleLazyObject(lambda: guide.next_step(desk)),
        "long_work": SimpleLazyObject(lambda: asking.told(request)),
    }


class _Places:
    """The rail's links, worked out only when a page shows them (a fragment does not)."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __iter__(self) -> Iterator[dict[str, Any]]:
        desk: Desk = self.request.desk  # type: ignore[attr-defined]
        waiting = TrayItem.objects.filter(closed_at=None, site_id=desk.site.pk).count()
        for place in PLACES:
            if place.group or not may_see(place, desk):
                continue
            url = reverse(place.view)
            here = self.request.path == url if url == "/" else self.request.path.startswith(url)
            count = waiting if place.view == "tray:list" else 0
            yield {"name": place.name, "icon": place.icon, "url": url, "key": place.key, "here": here,
                   "count": count, "urgent": True}  # fmt: skip
