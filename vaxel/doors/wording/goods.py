"""Words of goods and the house: buying, moving, counting, wheels, rules of approval, the books' units."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vaxel.business.purchasing import lost_sales
from vaxel.business.service import attempts
from vaxel.business.tyres.states import SET
from vaxel.doors.wording.words import Word

TRANSFER = {
    "requested": Word(pgettext_lazy("transfer", "Asked for"), "blue", "send"),
    "approved": Word(pgettext_lazy("transfer", "To be picked"), "accent", "package-check"),
    "sent": Word(pgettext_lazy("transfer", "On the road"), "amber", "truck"),
    "part_received": Word(pgettext_lazy("transfer", "Something is missing"), "red", "triangle-alert"),
    "closed": Word(pgettext_lazy("transfer", "Done"), "green", "circle-check"),
    "cancelled": Word(pgettext_lazy("transfer", "Cancelled"), "", "ban"),
}
COUNT = {
    "open": Word(pgettext_lazy("count", "Being counted"), "accent", "scan-barcode"),
    "counted": Word(pgettext_lazy("count", "To be booked"), "amber", "clipboard-check"),
    "posted": Word(pgettext_lazy("count", "Booked"), "green", "circle-check"),
    "cancelled": Word(pgettext_lazy("count", "Cancelled"), "", "ban"),
}
AGREES = {
    "match": Word(_("Agrees"), "green", "circle-check"), "price": Word(_("The price differs"), "amber", "coins"),
    "quantity": Word(_("Billed, not received"), "amber", "package-x"),
    "not_ordered": Word(_("Not ordered"), "red", "circle-question-mark"),
}  # fmt: skip
BILL_LINE = {
    "goods": Word(_("Goods"), "", "package"), "freight": Word(_("Freight"), "", "truck"),
    "core": Word(_("Core charge"), "", "refresh-cw"), "other": Word(_("Other"), "", "file-text"),
    "return": Word(_("Returned goods"), "", "undo-2"), "claim": Word(_("Claim"), "", "message-square"),
}  # fmt: skip
BACK = {
    "wrong": Word(_("wrong part")), "defective": Word(_("faulty")), "not_used": Word(_("not used")),
    "too_many": Word(_("too many")), "core": Word(_("cores")), "warranty": Word(_("warranty")),
}  # fmt: skip
CLAIM_KIND = {
    "warranty": Word(_("Warranty"), "", "shield"), "price": Word(_("Price"), "", "coins"),
    "quantity": Word(_("Quantity"), "", "package-x"),
}  # fmt: skip
HEARD = {
    "live": Word(_("asked just now"), "green", "zap"), "offer": Word(_("from the price list"), "", "file-text"),
    "late": Word(_("did not answer in time"), "amber", "clock-alert"), "down": Word(_("no contact"), "red", "wifi-off"),
    "unknown": Word(_("does not know the number"), "", "circle-question-mark"),
}  # fmt: skip
SEND_BY = {
    "hand": Word(_("by hand"), "", "phone"), "mail": Word(_("by e-mail"), "", "mail"),
    "link": Word(_("to their system"), "", "link"),
}  # fmt: skip
SPECIAL = {
    "none": Word(_("On order"), "blue", "truck"), "some": Word(_("Part of it is here"), "amber", "package-open"),
    "all": Word(_("All is here"), "green", "package-check"),
    "back_ordered": Word(_("Back-ordered"), "red", "clock-alert"),
}  # fmt: skip
MESSAGE_LOOKS = {
    "waiting": ("blue", "hourglass"), "sending": ("accent", "send"), "sent": ("accent", "send"),
    "delivered": ("green", "circle-check"), "failed": ("red", "circle-x"), "unknown": ("amber", "circle-question-mark"),
}  # fmt: skip
TYRES = {
    "summer": Word(_("Summer"), "", "sun"), "winter": Word(_("Winter, no studs"), "", "thermometer"),
    "studded": Word(_("Winter, studded"), "", "thermometer"), "all_year": Word(_("All year"), "", "calendar"),
}  # fmt: skip
WHEEL = {
    "VF": Word(_("Left front")), "HF": Word(_("Right front")), "VB": Word(_("Left rear")), "HB": Word(_("Right rear")),
}  # fmt: skip
TREAD = {
    "green": Word(pgettext_lazy("tread", "Good"), "green", "circle-check"),
    "amber": Word(pgettext_lazy("tread", "Soon worn"), "amber", "triangle-alert"),
    "red": Word(pgettext_lazy("tread", "Unsafe"), "red", "circle-x"),
}
TYRE_AGE = {"amber": Word(_("Getting old"), "amber", "clock"), "red": Word(_("Too old"), "red", "clock-alert")}
WHEELS = {
    "stored": Word(SET.names["stored"], "green", "warehouse"), "fitted": Word(SET.names["fitted"], "accent", "car"),
    "customer": Word(SET.names["customer"], "", "user"), "discarded": Word(SET.names["discarded"], "", "trash"),
}  # fmt: skip
POLICY_FOR = {"private": Word(_("Consumers")), "company": Word(_("Companies"))}
COMBINE = {
    "min": Word(_("the lower of the two")), "max": Word(_("the higher of the two")),
    "pct_only": Word(_("the share alone")),
}  # fmt: skip
POLICY_BASIS = {"incl": Word(_("with VAT")), "excl": Word(_("without VAT"))}
POLICY_RECORD = {
    "number": Word(_("Number or address")), "gist": Word(_("What was said, in short")),
    "odometer": Word(_("The odometer reading")),
}  # fmt: skip
OLD_PARTS = {
    "on_request": Word(_("When the customer asks")), "always": Word(pgettext_lazy("old parts", "Always")),
    "no": Word(pgettext_lazy("old parts", "No")),
}  # fmt: skip
CHANNEL = {key: Word(text) for key, text in attempts.CHANNELS.items()}
ATTEMPT = {key: Word(text) for key, text in attempts.RESULTS.items()}
UNASKED = {key: Word(text) for key, text in attempts.REASONS.items()}
EXPORT_LOOKS = {
    "ready": ("accent", "circle"), "sending": ("accent", "send"), "sent": ("blue", "file-text"),
    "retry_wait": ("amber", "hourglass"), "data_error": ("red", "circle-x"),
    "unknown": ("amber", "circle-question-mark"), "skipped": ("", "minus"), "confirmed": ("green", "circle-check"),
    "made": ("blue", "file-text"), "imported": ("green", "circle-check"), "unread": ("", "undo-2"),
}  # fmt: skip
EXPORT_KIND = {
    "Z_DAY": Word(_("Z report"), "", "receipt"), "INVOICE": Word(_("Invoice"), "", "file-text"),
    "CREDIT": Word(_("Credit note"), "", "file-minus"), "DEPOSIT": Word(_("Deposit"), "", "hand-coins"),
    "PAYMENT": Word(_("Payment"), "", "wallet"), "STOCK": Word(_("Stock"), "", "package"),
    "SUPPLIER": Word(_("Supplier bill"), "", "factory"), "CORRECTION": Word(_("Voucher"), "", "book-open"),
}  # fmt: skip
ACCOUNTING = {
    "sie": Word(_("SIE file"), "", "file-down"), "fortnox": Word("Fortnox", "", "link"),
    "quickbooks": Word("QuickBooks Online", "", "link"), "xero": Word("Xero", "", "link"),
}  # fmt: skip
LOST = {key: Word(text) for key, text in lost_sales.REASONS.items()}
