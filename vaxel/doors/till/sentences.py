"""What the till says. Its scripts look a sentence up by its English words; here each is said once, for translators.

`test_sentences` reads the scripts and finds both what is missing here and what nobody says any more.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as _n
from django.utils.translation import override, pgettext_lazy

from vaxel import settings

PLAIN = (
    _("%(n)s parts, as of %(time)s"), _("%(n)s s from the server's"),
    _("%(what)s off %(line)s"), _("Cash given back"), _("by hand, on a terminal of its own"), _("everything"),
    _("sent to the server"),
    _("Some of it has come back since. Empty this return, and look the receipt up again."),
    _("The shop's own card reader is on the server's page. This only writes down what another terminal took."),
    _("What was sold on account is credited on the server's page: no money went in here."),
    _("%(name)s has no PIN yet. It is chosen under My settings."),
    _("%(name)s has not used their PIN at this till yet: the first time needs the server."),
    _("%(what)s has no price. Type one."), _("A discount is more than nothing and at most the whole price."),
    _("A newer till is open in another window"), _("A quantity is above zero."),
    _("A receipt is copied once. The office can send it again."),
    _("A receipt of another till is taken back on the server's page."),
    _("A sale holds at most %(most)s lines. Split it into two."),
    _("A scan waits: finish the payment, or press Esc."), _("A scanner works wherever you stand on the page."),
    _("Added: %(what)s"), _("Amount"), _("Amount off"), _("An amount is above zero."), _("As"), _("Back"),
    _("Back to the shop"), _("Bank transfer"), _("Begin: the float"), _("COPY"), _("Cancel"), _("Card"),
    _("Card readers, payment links, store credit and deposits are there."),
    _("Card readers, payment links, store credit and deposits need the network."), _("Cash"), _("Cash handed over"),
    _("Catalogue"), _("Checking …"), _("Choose your name, then your PIN."), _("Clock"), _("Close"),
    _("Close the day"), _("Colours"), _("Continue"), _("Count the drawer and close the day."),
    _("Count, and close the day"), _("Counted in the drawer"),
    _("Counted. The day is closed, and the Z report comes when the server has it."), _("Counter left, tablet"),
    _("Counter sale"), _("Customer"), _("Customer and vehicle"), _("Delivery note"), _("Device"), _("Digits"),
    _("Discount"), _("Done."), _("Enrol again"), _("Erase the last"), _("Everything"),
    _("Everything on that receipt has come back already."), _("Exactly %(sum)s"), _("Fetching the catalogue …"),
    _("Finish"), _("Forget this device"), _("Free line"),
    _("From the terminal's slip: the card's last four, approval code"), _("Gift card"), _("Give back %(sum)s"),
    _("Give back the whole sum, or one part by card first."), _("Give the discount"), _("Give the money back"),
    _("Given back"), _("Goods that come back stand on a receipt of their own. Finish the return, or empty it."),
    _("Heard of the server"), _("How it is paid"), _("It is enough. Finish"),
    _("It then sells also when the network or the server is away, and sends everything when they are back."),
    _("Keys"), _("Keys and help"), _("Language"), _("Lay on the counter"), _("Leave the till"), _("Left"),
    _("Let a sale be paid in two ways."), _("Load again"), _("Log in"),
    _("Look in the shop's own app that the money has come before you finish."), _("Looking for the server"),
    _("Made without network. The shop's own number follows."), _("Make this device a till"), _("Money in"),
    _("Money out"), _("More than was sold cannot come back."), _("Net"),
    _("Never write a whole card number. The last four digits are enough."), _("New sale"), _("Next customer"),
    _("No known owner"), _("No receipt of this till has that number."), _("Nobody at this till may give more."),
    _("Nobody here fits. This device knows customers of the last two years; a new one is made on the server's "
      "page."),
    _("Nobody works at this register yet. Staff are added in the office."),
    _("Not sent: this till must be enrolled again"), _("Nothing has the number, name or barcode “%(text)s”."),
    _("Nothing is parked."), _("Nothing yet."), _("Number on the receipt"), _("Offline"), _("On"), _("On account"),
    _("On the counter"), _("One less of %(text)s"), _("One more of %(text)s"), _("One more: %(what)s"), _("Online"),
    _("Open it there"), _("Open without a sale"), _("Org. no. %(number)s"), _("PIN of %(name)s"), _("PRACTICE"),
    _("Paid"), _("Park"), _("Park a sale with F8, and bring it back."), _("Parked"), _("Parked. F8 brings it back."),
    _("Pay"), _("Pay %(sum)s"), _("Pay on the server's page"), _("Payment"), _("Per cent"),
    _("Plate, name, number or phone"), _("Practise"), _("Price with VAT"), _("Price without VAT"),
    _("Prices from %(when)s"), _("Print a copy"), _("Print the receipt"), _("Put a customer on the sale with F3."),
    _("Put it in the cart"), _("Quantity"), _("Quantity of %(text)s"), _("Quick keys"), _("Receipt"),
    _("Reference, if there is one"), _("Register"), _("Register %(name)s"), _("Return"), _("Return of %(number)s"),
    _("Return receipt"), _("Returns from %(number)s"), _("Rounding"),
    _("Sales wait at this device. Let them be sent, or write them out, before it is forgotten."),
    _("Say what it is."), _("Say why the goods come back."), _("Say why."), _("Scan or type"),
    _("Scan or type; it lands on the ticket; press Pay."), _("Scan, or type number or name"), _("Search results"),
    _("Sell four of the same: type 4* before the number."),
    _("Sell something: scan or type it, press Pay, take cash."), _("Send now"), _("Served by %(name)s"),
    _("Setting up …"), _("Seven exercises"), _("Someone else has to answer for it."),
    _("Someone who may set up tills logs in first; then this device is one, and needs no log-in to sell."),
    _("Store credit"), _("Storing …"), _("Swish"), _("Take away %(text)s"), _("Take goods back"), _("Take it away"),
    _("Take something back with F9."), _("Take the card on your own terminal first: this only writes it down."),
    _("Taken away: %(what)s"), _("Thank you!"),
    _("That is above what you may give. Someone who may answers for it."), _("That is more than is left to pay."),
    _("That is not %(name)s's PIN."),
    _("The browser does not promise to keep what is stored here. Install the till as an app, and it does."),
    _("The cart"), _("The cart is empty."),
    _("The catalogue on this device cannot be read. It is fetched again as soon as the server answers."),
    _("The customer's display"), _("The discount stands."), _("The drawer"), _("The office"),
    _("The quick key's part is no longer sold."), _("The server did not say whether the PIN is right."),
    _("The server does not answer. A device becomes a till once, with the server there."),
    _("The server does not answer. Try again in a moment."),
    _("The server does not know this till any more. What is sold is kept here and waits."),
    _("The server lacks sale %(number)s of this till, and it is no longer here. Tell the office."),
    _("The server refused to take something it had before in another shape. The office must look at it; it is "
      "kept here."),
    _("The server's counter did not take it. Try there by hand."), _("The till"),
    _("There are no coins for that amount."), _("There is a new version of the till."),
    _("There is no catalogue on this device yet. It comes as soon as the server answers; until then, sell by "
      "free lines (F7)."),
    _("There is nothing here that may have a discount."),
    _("This address is not safe enough for a till: it needs https, or localhost."),
    _("This device could not store it: %(why)s Nothing was sold."),
    _("This device is full: nothing was stored. Write out what waits, and free some space."),
    _("This device's clock is %(n)s minutes wrong. Set it, or receipts say the wrong time."),
    _("This device's storage cannot be read"), _("This is sold in whole pieces."), _("This till"),
    _("This window has stepped aside so that it can go on. Nothing is lost."), _("To give back"), _("To pay"),
    _("To the safe"), _("Too many wrong PINs. %(name)s may try again at %(time)s."), _("Try again"), _("Undo"),
    _("Update"), _("VAT"), _("VAT %(rate)s of %(net)s"), _("VAT no. %(number)s"), _("Waits"), _("Walk-in customer"),
    _("Welcome!"), _("What is done"), _("What it is"), _("What this device is called"),
    _("What was sold is still in it; nothing is deleted. Close other windows of the till and load again. If that "
      "does not help, leave the device as it is and tell the office. (%(why)s)"),
    _("Who is at the till?"), _("Why"), _("Why it comes back"), _("Write it down"),
    _("Write the amount with digits, such as 500 or 499,50."),
    _("Write the discount with digits, such as 10 or 12,5."),
    _("Write the price with digits, such as 149 or 149,50."), _("Write the quantity with digits, such as 2 or 1,5."),
    _("Write to a file"), _("Write what waits to a file"), _("Written down."), _("You may give %(limit)s yourself."),
    _("You may give %(limit)s yourself. Someone who may give more answers with their PIN."),
    _("You may not do this at this till. Someone who may has to."),
    _("You may not type prices at this till. Someone who may has to stand at it."), _("add"),
    _("add what is chosen"), _("as the device"), _("back"), _("before a scan: three of it"), _("choose"),
    _("customer and vehicle"), _("dark"), _("discount"), _("find"), _("free line"), _("light"),
    _("more or less of the last line"), _("needs a customer"), _("needs the network"), _("no price"), _("none here"),
    _("not sent yet"), _("not since this page was opened"), _("not taken here"), _("nothing"),
    _("of which VAT %(rate)s"), _("on the server's page"), _("only %(n)s here"), _("park, or bring back"), _("pay"),
    _("pay, and finish"), _("pcs"), _("print the receipt"), _("return"),
    _("stored here, sent as soon as the server answers"), _("take the last line away"),
    _("the customer has no account"), _("the last line"), _("this list"), _("undo"),
)  # fmt: skip
# One and many, by `n`.
COUNTED = (
    _n(
        "%(n)s thing since %(time)s",
        "%(n)s things since %(time)s",
    ),
    _n(
        "%(n)s sale is parked.",
        "%(n)s sales are parked.",
    ),
    _n(
        "%(n)s line",
        "%(n)s lines",
    ),
    _n(
        "Offline – %(n)s sale waits",
        "Offline – %(n)s sales wait",
    ),
    _n(
        "Looking for the server – %(n)s sale waits",
        "Looking for the server – %(n)s sales wait",
    ),
    _n(
        "Sending – %(n)s sale waits",
        "Sending – %(n)s sales wait",
    ),
    _n(
        "%(n)s sale has waited for long. Look at the network, or carry them to the office as a file.",
        "%(n)s sales have waited for long. Look at the network, or carry them to the office as a file.",
    ),
)  # fmt: skip
# The script's word, and which meaning of the sentence it is.
MEANT = {"Change (coins)": pgettext_lazy("coins", "Change")}


def keys() -> set[str]:
    """The sentences as the scripts say them."""
    with override("en"):
        return {*map(str, PLAIN), *(str(one % 1) for one in COUNTED), *MEANT}


def spoken() -> dict[str, dict[str, Any]]:
    """Language → the script's sentence → the words in that language, or the words for one and for many."""
    with override("en"):
        plain = {str(one): one for one in PLAIN}
        counted = {str(one % 1): one for one in COUNTED}
    said: dict[str, dict[str, Any]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known: dict[str, Any] = {key: str(one) for key, one in plain.items()}
            known |= {key: [str(one % 1), str(one % 2)] for key, one in counted.items()}
            known |= {key: str(one) for key, one in MEANT.items()}
        said[language] = {key: words for key, words in known.items() if words != key}
    return said
