"""Words of the day's work: tickets, visits, payments, papers and people."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.schedule import calendars
from vaxel.doors.wording.words import Word

ORDER = {
    "draft": Word(_("Draft"), "", "circle-dashed"),
    "awaiting_approval": Word(_("Awaiting answer"), "blue", "send"),
    "waiting_approval": Word(_("Finding awaits answer"), "blue", "send"),
    "lost": Word(pgettext_lazy("ticket", "Lost"), "", "circle-x"),
    "open": Word(_("To be started"), "accent", "circle"),
    "scheduled": Word(_("Scheduled"), "accent", "calendar"),
    "in_progress": Word(_("In progress"), "accent", "wrench"),
    "waiting_customer": Word(_("Waits for the customer"), "amber", "circle-pause"),
    "waiting_parts": Word(_("Waits for parts"), "amber", "package"),
    "waiting_sublet": Word(_("Waits for sublet work"), "amber", "circle-pause"),
    "waiting_resource": Word(_("Waits for a resource"), "amber", "circle-pause"),
    "waiting_other": Word(_("On hold"), "amber", "circle-pause"),
    "ready": Word(_("Ready"), "green", "flag"),
    "invoiced": Word(_("Invoiced"), "", "receipt-text"),
    "void": Word(_("Void"), "", "ban"),
}  # fmt: skip
DECISION = {
    "undecided": Word(_("Not answered"), "", "circle-dashed"),
    "sent": Word(_("Awaits answer"), "blue", "send"),
    "approved": Word(_("Approved"), "green", "circle-check"),
    "declined": Word(_("Declined"), "red", "thumbs-down"),
    "later": Word(_("Later"), "amber", "clock"),
    "stale": Word(_("Changed since approval"), "amber", "triangle-alert"),
    "not_chosen": Word(_("Not chosen"), "", "minus"),
}
INSPECTION = {
    "open": Word(_("Being done"), "accent", "wrench"),
    "done": Word(_("Done, to be confirmed"), "amber", "clipboard-check"),
    "confirmed": Word(_("Confirmed"), "green", "circle-check"), "cancelled": Word(_("Cancelled"), "", "x"),
}  # fmt: skip
FINDING = {
    "green": Word(_("Fine"), "green", "circle-check"),
    "amber": Word(_("Soon"), "amber", "clock-alert"),
    "red": Word(_("Now"), "red", "triangle-alert"),
    "not_inspected": Word(_("Not inspected"), "", "minus"),
}
WORK = {
    "pending": Word(_("Not started"), "", "circle"),
    "in_progress": Word(_("In progress"), "accent", "wrench"),
    "on_hold": Word(_("On hold"), "amber", "circle-pause"),
    "completed": Word(_("Completed"), "green", "check"),
    "cancelled": Word(_("Cancelled"), "", "x"),
}
HOLD = {
    "approval": Word(_("awaits approval")), "customer": Word(_("waits for the customer")),
    "parts": Word(_("waits for parts")), "sublet": Word(_("waits for sublet work")),
    "resource": Word(_("waits for a resource")), "other": Word(_("other reason")),
}  # fmt: skip
TENDER = {
    "cash": Word(_("Cash"), "", "banknote"),
    "card": Word(_("Card"), "", "credit-card"),
    "swish": Word("Swish", "", "phone"),
    "bank": Word(_("Bank transfer"), "", "landmark"),
    "store_credit": Word(_("Store credit"), "", "gift"),
    "gift_card": Word(_("Gift card"), "", "gift"),
    "on_account": Word(_("On account"), "", "file-text"),
    "instalments": Word(_("In parts"), "", "calendar-clock"),
}
PAYOUT = {
    "matched": Word(_("Matches to the last öre"), "green", "circle-check"),
    "odd": Word(_("Does not match"), "amber", "triangle-alert"), "failed": Word(_("Sent back"), "red", "undo-2"),
}  # fmt: skip
PAYOUT_ROW = {
    "charge": Word(pgettext_lazy("payout", "Payment")), "refund": Word(pgettext_lazy("payout", "Refund")),
    "refund_failure": Word(_("Refund that failed")), "fee": Word(_("The provider's fee")),
    "dispute": Word(_("Disputed")), "dispute_reversal": Word(_("Dispute won")),
}  # fmt: skip
PAYOUT_ODD = {
    "unknown": Word(_("No payment of ours"), "red", "circle-question-mark"),
    "amount": Word(_("Another amount than ours"), "red", "coins"),
    "state": Word(_("Not taken in our books"), "red", "circle-question-mark"),
    "twice": Word(_("In another payout too"), "red", "copy"),
    "category": Word(_("A kind of row we do not know"), "amber", "circle-question-mark"),
}  # fmt: skip
PLAN = {
    "running": Word(pgettext_lazy("plan", "Being paid"), "blue", "calendar-clock"),
    "late": Word(pgettext_lazy("plan", "Late"), "red", "clock-alert"),
    "paid": Word(pgettext_lazy("plan", "Paid"), "green", "circle-check"),
    "ended": Word(pgettext_lazy("plan", "Ended"), "amber", "ban"),
}
GIFT_CARD = {
    "live": Word(pgettext_lazy("gift card", "Can be spent"), "green", "circle-check"),
    "empty": Word(pgettext_lazy("gift card", "Used up"), "", "check"),
    "over": Word(pgettext_lazy("gift card", "Too old"), "amber", "clock-alert"),
    "stopped": Word(pgettext_lazy("gift card", "Stopped"), "red", "circle-x"),
    "taken_back": Word(pgettext_lazy("gift card", "Taken back"), "", "undo-2"),
}
GIFT_CARD_ENTRY = {
    "sold": Word(pgettext_lazy("gift card", "Sold")), "used": Word(pgettext_lazy("gift card", "Used")),
    "refund": Word(pgettext_lazy("gift card", "Given back")),
    "taken_back": Word(pgettext_lazy("gift card", "Taken back")),
}  # fmt: skip
PAYMENT = {
    "pending": Word(_("Waits for the terminal"), "blue", "hourglass"),
    "unknown": Word(_("Unknown: check the terminal"), "amber", "circle-question-mark"),
    "taken": Word(_("Taken"), "green", "circle-check"),
    "declined": Word(_("Payment declined"), "red", "circle-x"),
    "cancelled": Word(_("Payment cancelled"), "", "x"),
    "cancelling": Word(_("Being cancelled"), "amber", "hourglass"),
}
DOCUMENT = {
    "invoice": Word(_("Invoice"), "", "file-text"),
    "receipt": Word(_("Receipt"), "", "receipt"),
    "credit_note": Word(_("Credit note"), "", "file-minus"),
    "return_receipt": Word(_("Return receipt"), "", "undo-2"),
    "deposit": Word(_("Deposit"), "", "hand-coins"),
}
TICKET_KIND = {
    "service": Word(_("Workshop"), "", "wrench"),
    "counter": Word(_("Counter sale"), "", "shopping-cart"),
    "internal": Word(_("Internal"), "", "house"),
}
LINE_KIND = {
    "labour": Word(_("Labour"), "", "clock"),
    "part": Word(_("Part"), "", "package"),
    "sublet": Word(_("Sublet work"), "", "external-link"),
    "fee": Word(_("Fee"), "", "tag"),
    "core": Word(_("Core charge"), "", "refresh-cw"),
    "gift_card": Word(_("Gift card"), "", "gift"),
    "discount": Word(_("Discount"), "", "percent"),
    "note": Word(pgettext_lazy("a line of text", "Note"), "", "message-square"),
    "placeholder": Word(_("To be chosen"), "amber", "circle-question-mark"),
}
PRICE_KIND = {
    "fixed": Word(_("Fixed price")), "rough": Word(_("Rough price")), "max": Word(_("Highest price")),
    "running": Word(_("Running account")),
}  # fmt: skip
SAID = {"approve": DECISION["approved"], "decline": DECISION["declined"], "later": DECISION["later"]}
DEFERRED = {"declined": DECISION["declined"], "later": DECISION["later"]}
PARTY_KIND = {
    "private": Word(_("Private customer"), "", "user"),
    "company": Word(_("Company"), "", "building"),
    "walk_in": Word(_("Walk-in customer"), "", "user"),
}
SOURCE = {
    "check_in": Word(_("at check-in")), "check_out": Word(_("at hand-over")), "customer": Word(_("by the customer")),
    "register": Word(_("from a register")), "typed": Word(_("typed")), "inspection": Word(_("at an inspection")),
    "estimate": Word(_("estimated")),
}  # fmt: skip
FUEL = {
    "petrol": Word(_("Petrol")), "diesel": Word(_("Diesel")), "electric": Word(_("Electric")),
    "hybrid": Word(_("Hybrid")), "plugin_hybrid": Word(_("Plug-in hybrid")), "ethanol": Word(_("Ethanol")),
    "gas": Word(_("Gas")), "hydrogen": Word(_("Hydrogen")), "other": Word(_("Other fuel")),
}  # fmt: skip
MOVEMENT = {
    "receipt": Word(_("goods received")), "sale": Word(_("sold")), "issue": Word(_("issued to a job")),
    "customer_return": Word(_("returned by a customer")), "adjust": Word(_("adjusted")),
    "adjustment": Word(_("adjusted")), "scrap": Word(_("scrapped")), "count": Word(_("counted")),
    "transfer_out": Word(_("moved away")), "transfer_in": Word(_("moved here")),
    "supplier_return": Word(_("returned to the supplier")), "opening": Word(_("opening balance")),
    "build": Word(_("kit built or taken apart")),
}  # fmt: skip
TRACKING = {
    "none": Word(_("counted only")), "lot": Word(_("by lot")), "dot": Word(_("tyres by DOT week")),
    "serial": Word(_("each piece by its serial number")),
}  # fmt: skip
CODE = {
    "barcode": Word(_("barcode")), "supplier": Word(_("supplier's number")), "original": Word(_("maker's number")),
    "old": Word(_("old number")),
}  # fmt: skip
CASH = {
    "pay_in": Word(_("Pay-in"), "", "plus"), "pay_out": Word(_("Pay-out"), "", "minus"),
    "drop": Word(_("To safe or bank"), "", "landmark"),
}  # fmt: skip
FISCAL = {
    "SE_DECLARED": Word(_("Declared cash register")),
    "SE_EXEMPT": Word(_("Exempt by the company's own statement")),
    "SE_UNDECLARED": Word(_("Cash register not declared")),
    "NONE": Word(""),
}
LONG_WORK = {
    "waiting": Word(pgettext_lazy("long work", "Waits its turn"), "blue", "hourglass"),
    "running": Word(pgettext_lazy("long work", "Being made"), "accent", "refresh-cw"),
    "done": Word(pgettext_lazy("long work", "Ready"), "green", "circle-check"),
    "failed": Word(pgettext_lazy("long work", "Failed"), "red", "circle-x"),
    "cancelled": Word(pgettext_lazy("long work", "Cancelled"), "", "x"),
}
HOW = {
    "drop_off": Word(_("leaves the car"), "", "key"), "waits": Word(_("waits here"), "blue", "coffee"),
    "loan_car": Word(_("borrows a car"), "", "car"), "after_hours": Word(_("leaves it after hours"), "", "moon"),
}  # fmt: skip
VISIT = {
    "new": Word(_("To be answered"), "amber", "circle-question-mark"),
    "offered": Word(_("Offered another time"), "blue", "send"),
    "taken": Word(pgettext_lazy("request for a time", "Booked"), "green", "calendar-check"),
    "declined": Word(pgettext_lazy("request for a time", "Declined"), "", "circle-x"),
}
PART_OF_DAY = {"morning": Word(_("Morning")), "afternoon": Word(_("Afternoon"))}
AWAY = {key: Word(text) for key, text in calendars.REASONS.items()}
RESOURCE = {
    "bay": Word(_("Lift or bay"), "", "warehouse"), "equipment": Word(_("Equipment"), "", "hammer"),
    "loan_car": Word(_("Loan car"), "", "car"), "seat": Word(_("Seat in the waiting room"), "", "coffee"),
}  # fmt: skip
WEEKDAY = dict(enumerate((
    Word(_("Monday")), Word(_("Tuesday")), Word(_("Wednesday")), Word(_("Thursday")), Word(_("Friday")),
    Word(_("Saturday")), Word(_("Sunday")),
)))  # fmt: skip
VAT = {
    "standard": Word(_("Standard rate")), "reduced": Word(_("Reduced rate")), "low": Word(_("Low rate")),
    "exempt": Word(_("Exempt from VAT")), "outside": Word(_("Outside VAT")), "reverse": Word(_("Reverse charge")),
}  # fmt: skip
CATEGORY = {
    "brakes": Word(_("Brakes")), "engine": Word(_("Engine")), "transmission": Word(_("Transmission")),
    "suspension": Word(_("Suspension")), "electrical": Word(_("Electrical")), "tyres": Word(_("Tyres")),
    "service": Word(_("Service")), "body": Word(_("Body")), "diagnosis": Word(_("Diagnosis")),
    "other": Word(_("Other work")),
}  # fmt: skip
CONSENT_CHANNEL = {
    "sms": Word("SMS", "", "message-square"), "mail": Word(_("E-mail"), "", "mail"),
    "phone": Word(_("Phone"), "", "phone"), "post": Word(_("Letter"), "", "file-text"),
}  # fmt: skip
CONSENT_PURPOSE = {
    "service": Word(_("About the work on the car")), "reminder": Word(_("Reminders")), "offer": Word(_("Offers")),
    "review": Word(_("Asked what they thought")),
}  # fmt: skip
PRINT_JOB = {
    "queued": Word(pgettext_lazy("print job", "In the queue"), "blue", "hourglass"),
    "sending": Word(pgettext_lazy("print job", "Being printed"), "accent", "printer"),
    "printed": Word(pgettext_lazy("print job", "Printed"), "green", "printer-check"),
    "failed": Word(pgettext_lazy("print job", "Did not come out"), "red", "circle-x"),
    "cancelled": Word(pgettext_lazy("print job", "Cancelled"), "", "x"),
}
QUOTE = {
    "sent": Word(_("Sent"), "blue", "send"),
    "opened": Word(_("Opened"), "accent", "eye"),
    "answered": Word(_("Answered"), "green", "circle-check"),
    "expired": Word(_("Expired"), "amber", "clock-alert"),
    "over": Word(pgettext_lazy("ticket", "Lost"), "", "circle-x"),
}
FEE = {
    "hung": Word(_("Follows a part"), "", "package"),
    "core": Word(_("Core charge"), "", "refresh-cw"),
    "supplies": Word(_("Supplies per job"), "", "calculator"),
}
