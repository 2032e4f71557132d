"""The main errand, through HTTP alone: a car comes in, is quoted, repaired, invoiced and paid, and remembers it.

`play` asserts every amount on its way and tells each step in plain words; a test and `bin/demo story` play it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.stories.machine import Machine, Phone

PADS = "P 86 021"
PLATE, VIN = "ABC 123", "YV1MS382162123456"
KM_IN, KM_OUT = 187_400, 187_412
DEPOSIT_MINOR = 50_000
CASH_MINOR = 100_000
Tell = Callable[[str], None]


@dataclass
class Errand:
    """What has come about so far."""

    api: Machine
    phone: Phone
    tell: Tell
    site: str = ""
    till: str = ""
    technician: dict[str, Any] = field(default_factory=dict)
    customer: dict[str, Any] = field(default_factory=dict)
    car: dict[str, Any] = field(default_factory=dict)
    ticket: dict[str, Any] = field(default_factory=dict)
    link: str = ""
    shelf: dict[str, tuple[str, str]] = field(default_factory=dict)
    invoice: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The ticket's address."""
        return f"/tickets/{self.ticket['id']}"

    def job(self, n: int) -> dict[str, Any]:
        """The ticket's job number `n`, from 0."""
        found: dict[str, Any] = self.ticket["jobs"][n]
        return found

    def lines(self, n: int, kind: str) -> list[dict[str, Any]]:
        """The lines of a kind in job number `n`."""
        return [line for line in self.job(n)["lines"] if line["kind"] == kind]

    def stock(self, part: str) -> tuple[str, str]:
        """On hand and reserved at the site."""
        row = self.api.one("/stock", part=part, site=self.site)
        return row["on_hand"], row["reserved"]


def play(url: str, token: str, tell: Tell, *, site: str = "STH") -> Errand:
    """The whole errand at a shop that has the demo's catalogue, staff and stock, with its drawer open."""
    errand = Errand(Machine(url, token), Phone(url), tell)
    _shop(errand, site)
    for step in (
        _arrival, _jobs, _deposit, _quote, _answer, _reserved, _work, _invoice, _pay, _books, _shelves, _memory,
    ):  # fmt: skip
        step(errand)
    return errand


def _kr(amount: dict[str, Any]) -> str:
    whole, rest = divmod(abs(amount["minor"]), 100)
    sign = "-" if amount["minor"] < 0 else ""
    return f"{sign}{whole:,}".replace(",", " ") + f".{rest:02d} kr"


def _sek(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "SEK"}


def _shop(errand: Errand, code: str) -> None:
    api = errand.api
    errand.site = next(one["id"] for one in api.get("/sites")["items"] if one["code"] == code)
    errand.till = api.one("/registers", site=errand.site)["id"]
    errand.technician = api.get("/staff", site=errand.site, technician="true")["items"][0]
    pads = api.one("/parts", number=PADS)["id"]
    on_hand = int(errand.stock(pads)[0])
    level = {"part": pads, "site": errand.site, "min": str(on_hand), "max": str(on_hand + 20)}
    api.send("/stock/levels", level, method="PUT")
    errand.tell(f"{errand.technician['name']} repairs at {code}; brake pads are ordered below {on_hand}.")


def _arrival(errand: Errand) -> None:
    """The customer and the car are known, the VIN decoded, a ticket open."""
    api = errand.api
    assert api.get("/vehicles", plate=PLATE)["items"] == []
    errand.customer = api.send(
        "/customers", {"name": "Bo Öberg", "phone": "070-174 06 50", "email": "bo@post.example", "language": "en"}
    )
    errand.car = api.send("/vehicles", {"plate": PLATE, "vin": VIN, "owner": errand.customer["id"]})
    decoded = (errand.car["make"], errand.car["model"], errand.car["model_year"])
    assert decoded == ("Volvo", "S40", 2006), decoded
    errand.tell(f"{errand.customer['name']} arrives with {PLATE}. The VIN {VIN} says {' '.join(map(str, decoded))}.")
    errand.ticket = api.send(
        "/tickets",
        {"customer": errand.customer["id"], "vehicle": errand.car["id"], "concern": "It screeches when I brake"},
    )
    reading = {"value": KM_IN, "source": "check_in", "ticket": errand.ticket["id"]}
    api.send(f"/vehicles/{errand.car['id']}/readings", reading)
    errand.ticket = api.send(errand.path, {"odometer_in_km": KM_IN}, method="PATCH")
    errand.tell(f"Ticket {errand.ticket['ref']} is open, the odometer reads {KM_IN} km.")


def _jobs(errand: Errand) -> None:
    """A canned brake job with two scanned parts in it, and a canned job that will be declined."""
    api = errand.api
    errand.ticket = api.send(f"{errand.path}/jobs", {"canned": "brakes_front", "language": "en"})
    scanned = []
    for number in ("03.9901-5802.2", "64210NL"):
        part = api.one("/parts", number=number)
        scanned.append(next(code["text"] for code in part["codes"] if code["kind"] == "barcode"))
    body = {"lines": [{"barcode": code} for code in scanned], "language": "en"}
    errand.ticket = api.send(f"/jobs/{errand.job(0)['id']}/lines", body)
    errand.ticket = api.send(f"{errand.path}/jobs", {"canned": "wipers", "language": "en"})
    assert [job["title"] for job in errand.ticket["jobs"]] == ["Front brake pads", "Wiper blades, fitted"]
    parts = {line["number"]: line for line in errand.lines(0, "part")}
    assert len(parts) == 4
    for line in parts.values():
        errand.shelf[line["part"]] = errand.stock(line["part"])
    # Labour 1 450.00, supplies 3 % of it, pads 1 095.00, sensor 189.00, fluid 189.00, bulb 179.00; wipers 699.00.
    assert errand.ticket["gross"]["minor"] == 145_000 + 4_350 + 109_500 + 18_900 + 18_900 + 17_900 + 69_900
    errand.tell(
        f"Canned job {errand.job(0)['title']!r} with scanned {' and '.join(scanned)}, and {errand.job(1)['title']!r}: "
        f"{_kr(errand.ticket['gross'])} with VAT."
    )


def _deposit(errand: Errand) -> None:
    """500 kr by card before the work begins."""
    body = {
        "amount": _sek(DEPOSIT_MINOR), "register": errand.till,
        "tenders": [{"tender": "card", "amount": _sek(DEPOSIT_MINOR), "reference": "Visa •••• 4242"}],
    }  # fmt: skip
    receipt = errand.api.send(f"{errand.path}/deposits", body)
    assert (receipt["kind"], receipt["gross"]["minor"], receipt["tax"]["minor"]) == ("deposit", DEPOSIT_MINOR, 10_000)
    errand.tell(f"A deposit of {_kr(receipt['gross'])} by card, of which {_kr(receipt['tax'])} VAT.")


def _quote(errand: Errand) -> None:
    """The quote is frozen and sent; the link shows it, on the phone and as a PDF."""
    sent = errand.api.send(f"{errand.path}/quotes", {"sent_to": errand.customer["email"]})
    errand.link = f"/q/{sent['link']}"
    errand.tell(f"Quote {sent['number']} over {_kr(sent['gross'])} is sent, valid until {sent['valid_until']}.")
    status, headers, page = errand.phone.open(errand.link)
    assert status == 200
    assert b"Front brake pads" in page
    status, headers, paper = errand.phone.open(f"{errand.link}/quote.pdf")
    assert (status, headers["content-type"], paper[:5]) == (200, "application/pdf", b"%PDF-")
    errand.tell(f"The customer opens the link; the quote is also a PDF of {len(paper) // 1000} kB.")


def _answer(errand: Errand) -> None:
    """Yes to the brakes, no to the wipers, on the phone page; the same press twice is one answer."""
    page = errand.phone.open(errand.link)[2].decode()
    brakes, wipers = errand.job(0), errand.job(1)
    said = {
        f"job-{brakes['id']}": "approve", f"job-{wipers['id']}": "decline", f"reason-{wipers['id']}": "Next time",
        "name": "Bo Öberg",
    }  # fmt: skip
    for _press in range(2):
        status = errand.phone.submit(errand.link, page, said)[0]
        assert status == 302, status
    errand.ticket = errand.api.get(errand.path)
    assert [job["decision"] for job in errand.ticket["jobs"]] == ["approved", "declined"]
    approval = errand.api.one(f"{errand.path}/approvals")
    assert (approval["method"], approval["said_by"]) == ("link", "Bo Öberg")
    assert approval["gross"]["minor"] == errand.ticket["gross"]["minor"] == 314_550
    errand.tell(f"On the phone: yes to {brakes['title']!r} for {_kr(approval['gross'])}, no to {wipers['title']!r}.")


def _reserved(errand: Errand) -> None:
    """What was approved is held; what fell below its minimum is on the list to buy."""
    for line in errand.lines(0, "part"):
        before, _held = errand.shelf[line["part"]]
        assert errand.stock(line["part"]) == (before, "1"), line["text"]
    wiper = errand.lines(1, "part")[0]["part"]
    assert errand.stock(wiper)[1] == "0"
    low = {one["number"]: one for one in errand.api.get("/stock/to-reorder", site=errand.site)}
    pads = low[PADS]
    assert int(pads["position"]) == int(pads["min"]) - 1
    assert pads["quantity"] == "21"
    errand.tell(
        f"Four parts are reserved. {pads['name_en']} is low: {pads['position']} left of at least {pads['min']}, "
        f"buy {pads['quantity']}."
    )


def _work(errand: Errand) -> None:
    """The technician is on the labour line, clocks on, gets the parts, finishes."""
    api, who = errand.api, errand.technician
    [labour] = errand.lines(0, "labour")
    shares = {"shares": [{"staff": who["id"], "share_ppm": 1_000_000}]}
    api.send(f"/lines/{labour['id']}/technicians", shares, method="PUT")
    entry = api.send(f"/jobs/{errand.job(0)['id']}/clock", {"staff": who["id"]})
    assert (entry["kind"], entry["direction"]) == ("job", "on")
    assert api.get(errand.path)["status"] == "in_progress"
    for line in errand.lines(0, "part"):
        api.send(f"/lines/{line['id']}/hand-out")
    api.send("/clocks/off", {"staff": who["id"]})
    done = {"cause": "The pads were down to 2 mm.", "correction": "Pads and sensor replaced, test driven."}
    errand.ticket = api.send(f"/jobs/{errand.job(0)['id']}/complete", done)
    assert (errand.job(0)["work"], errand.ticket["status"]) == ("completed", "ready")
    errand.tell(f"{who['name']} clocks on, gets the parts and finishes: {done['correction']}")


def _invoice(errand: Errand) -> None:
    """The approved work is invoiced to the öre, less the deposit."""
    errand.invoice = errand.api.send(f"{errand.path}/invoice", {"odometer_out_km": KM_OUT})
    held = errand.invoice
    assert (held["kind"], held["gross"]["minor"], held["tax"]["minor"]) == ("invoice", 314_550, 62_910)
    assert (held["deposit"]["minor"], held["open"]["minor"]) == (DEPOSIT_MINOR, 264_550)
    assert sum(line["net"]["minor"] for line in held["lines"]) == held["net"]["minor"] == 251_640
    errand.tell(
        f"Invoice {held['number']} over {_kr(held['gross'])} is posted; the deposit of {_kr(held['deposit'])} is "
        f"deducted, {_kr(held['open'])} is left."
    )


def _pay(errand: Errand) -> None:
    """The rest by cash and card, once however often it is sent."""
    rest = errand.invoice["open"]["minor"] - CASH_MINOR
    body = {
        "register": errand.till,
        "tenders": [
            {"tender": "cash", "amount": _sek(CASH_MINOR)},
            {"tender": "card", "amount": _sek(rest), "reference": "Visa •••• 4242"},
        ],
    }  # fmt: skip
    key = str(uuid4())
    path = f"/documents/{errand.invoice['id']}/payments"
    first, again = (errand.api.send(path, body, key=key) for _press in range(2))
    assert first == again
    assert {one["tender"]: one["amount"]["minor"] for one in first} == {"cash": CASH_MINOR, "card": rest}
    errand.invoice = errand.api.get(f"/documents/{errand.invoice['id']}")
    assert errand.invoice["open"]["minor"] == 0
    errand.tell(f"Paid: {_kr(_sek(CASH_MINOR))} in cash and {_kr(_sek(rest))} by card. Nothing is owed.")


def _books(errand: Errand) -> None:
    """Every entry balances; receivables and the deposit's liability are nought; the till's journal has it all."""
    payments = errand.api.get("/payments", document=errand.invoice["id"])["items"]
    sources = [errand.invoice["id"], *(one["id"] for one in payments)]
    deposit = errand.api.one("/documents", ticket=errand.ticket["id"], kind="deposit")["id"]
    sums: dict[str, int] = {}
    for source in (*sources, deposit):
        entry = errand.api.one("/ledger", source=source)
        assert sum(row["amount"]["minor"] for row in entry["postings"]) == 0
        for row in entry["postings"]:
            sums[row["role"]] = sums.get(row["role"], 0) + row["amount"]["minor"]
    assert (sums["receivables"], sums["customer_deposit"], sums["cash"]) == (0, 0, CASH_MINOR)
    assert sums["card_clearing"] == 314_550 - CASH_MINOR
    assert sums["output_vat_25"] == -62_910
    kinds = [one["kind"] for one in errand.api.get(f"/registers/{errand.till}/journal", limit=10)["items"]]
    assert "invoice_payment" in kinds
    assert "deposit_received" in kinds
    errand.tell(f"The books balance: {len(sources) + 1} entries, VAT {_kr(_sek(62_910))}; the till's journal has them.")


def _shelves(errand: Errand) -> None:
    """Stock moved by exactly what was sold."""
    for line in errand.lines(0, "part"):
        before = int(errand.shelf[line["part"]][0])
        assert errand.stock(line["part"]) == (str(before - 1), "0"), line["text"]
        moved = errand.api.one("/stock/movements", source=line["id"])
        assert (moved["kind"], moved["quantity"]) == ("issue", "-1")
    errand.tell("Four parts have left the shelf, nothing is reserved any more.")


def _memory(errand: Errand) -> None:
    """The car remembers: work, parts, odometer, and the job that waits."""
    history = errand.api.get(f"/vehicles/{errand.car['id']}/history")
    assert [one["distance_km"] for one in history["readings"]] == [KM_OUT, KM_IN]
    [waits] = [one for one in history["deferred"] if one["state"] == "open"]
    assert (waits["title"], waits["decision"], waits["reason"]) == ("Wiper blades, fitted", "declined", "Next time")
    assert waits["gross"]["minor"] == 69_900
    visit = errand.api.one(f"/vehicles/{errand.car['id']}/visits")
    done = [job for job in visit["jobs"] if job["work"] == "completed"]
    assert [job["correction"] for job in done] == ["Pads and sensor replaced, test driven."]
    numbers = {line["number"] for line in done[0]["lines"] if line["kind"] == "part"}
    assert numbers == {PADS, "1 987 473 583", "03.9901-5802.2", "64210NL"}
    assert visit["state"] == "posted"
    status, _headers, page = errand.phone.open(errand.link)
    assert (status, b'name="job-' in page) == (200, False), "the link leads to the invoice and asks nothing any more"
    errand.tell(
        f"{PLATE} remembers: {done[0]['title']!r} with four parts at {KM_OUT} km, and {waits['title']!r} for "
        f"{_kr(waits['gross'])} still waits."
    )
