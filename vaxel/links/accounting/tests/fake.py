"""Fortnox, QuickBooks Online and Xero as they behave when they are asked over HTTP, and misbehave when told to.

world = World("xero"); with serving(world): …
world.script = ["429", "500 after", "lost"]     what happens to the next writes, one by one
"""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from vaxel.links.accounting.tests import contracts

CLIENT = ("client", "hemlig")
type Said = tuple[int, dict[str, str], Any]


@dataclass
class World:
    """One company at one of them."""

    system: str
    script: list[str] = field(default_factory=list)
    vouchers: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, Said] = field(default_factory=dict)
    access: set[str] = field(default_factory=lambda: {"access.0"})
    refresh: str = "refresh.0"
    refreshes: int = 0
    demo: bool = True
    accounts: set[str] | None = None
    seen: list[tuple[str, str]] = field(default_factory=list)
    lock: Any = field(default_factory=threading.Lock)

    def answer(self, method: str, target: str, headers: Any, raw: bytes) -> Said | None:
        """What is said; None: the line goes dead."""
        parts = urlsplit(target)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        with self.lock:
            self.seen.append((method, parts.path))
            if "token" in parts.path:
                return self.token(headers, parse_qs(raw.decode()))
            if headers.get("Authorization", "").removeprefix("Bearer ") not in self.access:
                return 401, {}, {"message": "unauthorized"}
            writes = method in ("POST", "PUT")
            trouble = self.script.pop(0) if writes and self.script else ""
            before = self.trouble(trouble)
            if before is not None:
                return before
            speak = {"fortnox": self.fortnox, "quickbooks": self.quickbooks, "xero": self.xero}[self.system]
            body = json.loads(raw, parse_float=Decimal) if raw else None
            said = speak(method, parts.path, asked, headers, body)
            if trouble == "500 after":
                return 500, {}, {"message": "oops"}
            return None if trouble == "lost" else said

    def trouble(self, name: str) -> Said | None:
        """What is said before anything is done."""
        if name == "429":
            return 429, {"Retry-After": "7"}, {"message": "slow down"}
        if name == "429 silent":
            return 429, {}, None
        if name == "500":
            return 500, {}, None
        if name == "expired":
            self.access.clear()
            return 401, {}, None
        return self.refusal() if name == "closed" else None

    def refusal(self) -> Said:
        """The period is closed, in the words of each."""
        if self.system == "fortnox":
            told: Any = {"ErrorInformation": {"error": 1, "message": "Perioden är låst.", "code": 2000666}}
        elif self.system == "quickbooks":
            fault = {"Message": "Account Period Closed", "Detail": "The books are closed.", "code": "6210"}
            told = {"Fault": {"Error": [fault], "type": "ValidationFault"}, "time": "2026-11-21T06:00:03.000-08:00"}
        else:
            lock: Any = {"ValidationErrors": [{"Message": "The period is locked."}], "HasErrors": True,
                     "StatusAttributeString": "ERROR"}  # fmt: skip
            return 200, {}, {"ManualJournals": [lock]}
        return 400, {}, told

    def token(self, headers: Any, form: dict[str, list[str]]) -> Said:
        """New tokens; the old refresh token is good no more."""
        basic = base64.b64decode(headers.get("Authorization", "Basic ").split()[1]).decode()
        good = form.get("code") == ["good"] or form.get("refresh_token") == [self.refresh]
        if basic != ":".join(CLIENT) or not good:
            return 400, {}, {"error": "invalid_grant"}
        self.refreshes += 1
        self.refresh, fresh = f"refresh.{self.refreshes}", f"access.{self.refreshes}"
        self.access = {fresh}
        return 200, {}, {"access_token": fresh, "refresh_token": self.refresh, "expires_in": 1800}

    def known(self, account: str) -> bool:
        """Whether the account is in their chart."""
        return self.accounts is None or account in self.accounts

    # Fortnox: no key on create; a mark in the comments is all there is.

    def fortnox(self, method: str, path: str, asked: dict[str, str], _headers: Any, body: Any) -> Said:
        """/3/…"""
        if path == "/3/companyinformation":
            return 200, {}, {"CompanyInformation": {"DatabaseNumber": 4711, "CompanyName": "Provbolaget AB"}}
        if path == "/3/financialyears":
            year = asked["Date"][:4]
            held = [{"Id": int(year) - 2023, "FromDate": f"{year}-01-01", "ToDate": f"{year}-12-31"}]
            return 200, {}, {"FinancialYears": held if year != "1999" else []}
        if path == "/3/accounts":
            return 200, {}, {"Accounts": [{"Number": int(one)} for one in sorted(self.accounts or ())]}
        if path == "/3/voucherseries":
            return 200, {}, {"VoucherSeriesCollection": [{"Code": one} for one in "ZFDB"]}
        if method == "POST" and path == "/3/vouchers":
            return self.fortnox_voucher(asked, body)
        if path == "/3/vouchers":
            page, rows = (
                int(asked.get("page", "1")),
                [one for one in self.vouchers if one["TransactionDate"] >= asked["fromdate"]],
            )
            told = [{k: v for k, v in one.items() if k != "VoucherRows"} for one in rows[page - 1 : page]]
            return (
                200,
                {},
                {"Vouchers": told, "MetaInformation": {"@TotalPages": max(1, len(rows)), "@CurrentPage": page}},
            )
        series, number = path.split("/")[-2:]
        held = [one for one in self.vouchers if (one["VoucherSeries"], str(one["VoucherNumber"])) == (series, number)]
        return (200, {}, {"Voucher": held[0]}) if held else (404, {}, {"ErrorInformation": {"Message": "Finns inte"}})

    def fortnox_voucher(self, asked: dict[str, str], body: Any) -> Said:
        """A voucher is written, when it is one."""
        wrong = contracts.wrong_in_fortnox(body)
        voucher = body["Voucher"]
        if sum(row["Debit"] - row["Credit"] for row in voucher["VoucherRows"]):
            wrong = "Verifikatet balanserar inte."
        lacking = [row["Account"] for row in voucher["VoucherRows"] if not self.known(str(row["Account"]))]
        if wrong or lacking:
            message = wrong or f"Kontot {lacking[0]} finns inte."
            return 400, {}, {"ErrorInformation": {"Error": 1, "Message": message, "Code": 2000359}}
        made = {**voucher, "VoucherNumber": len(self.vouchers) + 1, "Year": int(asked["financialyear"])}
        self.vouchers.append(made)
        return 201, {}, {"Voucher": made}

    # QuickBooks: the request id gives the first answer again; a number is there once.

    def quickbooks(self, method: str, path: str, asked: dict[str, str], _headers: Any, body: Any) -> Said:
        """/v3/company/…"""
        if "/companyinfo/" in path:
            return 200, {}, {"CompanyInfo": {"CompanyName": "Sandbox Company"}}
        if path.endswith("/query"):
            question = unquote(asked["query"])
            if "from Account" in question:
                return 200, {}, {"QueryResponse": {"Account": [{"Id": one} for one in sorted(self.accounts or ())]}}
            number = question.split("'")[1]
            found = [one for one in self.vouchers if one["DocNumber"] == number]
            return 200, {}, {"QueryResponse": {"JournalEntry": found} if found else {}}
        if method == "GET":
            [made] = [one for one in self.vouchers if one["Id"] == path.rsplit("/", 1)[1]]
            return 200, {}, {"JournalEntry": made}
        if asked["requestid"] in self.keys:
            return self.keys[asked["requestid"]]
        wrong = contracts.wrong_in_quickbooks(body)
        sums = sum(
            one["Amount"] * (1 if one["JournalEntryLineDetail"]["PostingType"] == "Debit" else -1)
            for one in body["Line"]
        )
        code = "6000" if sums or wrong else ""
        if any(one["DocNumber"] == body["DocNumber"] for one in self.vouchers):
            code, wrong = "6140", "Duplicate Document Number Error"
        lacking = [one for one in body["Line"] if not self.known(one["JournalEntryLineDetail"]["AccountRef"]["value"])]
        if code or lacking:
            fault = {"Message": wrong or "Invalid Reference Id", "Detail": "Look at it.", "code": code or "2500"}
            return 400, {}, {"Fault": {"Error": [fault], "type": "ValidationFault"}}
        made = {**body, "Id": str(200 + len(self.vouchers)), "SyncToken": "0"}
        self.vouchers.append(made)
        self.keys[asked["requestid"]] = 200, {}, {"JournalEntry": made, "time": "2026-11-21T06:00:03.000-08:00"}
        return self.keys[asked["requestid"]]

    # Xero: a 200 may hold errors; days come back as moments; lists leave the lines out.

    def xero(self, method: str, path: str, asked: dict[str, str], headers: Any, body: Any) -> Said:
        """/connections, /api.xro/2.0/…"""
        if path == "/connections":
            return 200, {}, [{"tenantId": "t-1", "tenantName": "Demo Company"}]
        if path.endswith("/Organisation"):
            return 200, {}, {"Organisations": [{"Name": "Demo Company", "IsDemoCompany": self.demo}]}
        if path.endswith("/Accounts"):
            return (
                200,
                {},
                {
                    "Accounts": [
                        {"Code": one, "Type": "CURRENT", "Status": "ACTIVE"} for one in sorted(self.accounts or ())
                    ]
                },
            )
        if method == "PUT":
            return self.xero_journal(headers["Idempotency-Key"], body)
        if path.endswith("/ManualJournals"):
            day = "-".join(asked["where"].split("(")[1].rstrip(")").split(","))
            found = [one for one in self.vouchers if _day(one["Date"]) == day]
            return 200, {}, {"ManualJournals": [{k: v for k, v in one.items() if k != "JournalLines"} for one in found]}
        return 200, {}, {"ManualJournals": [one for one in self.vouchers if path.endswith(one["ManualJournalID"])]}

    def xero_journal(self, key: str, body: Any) -> Said:
        """A journal is written, when it is one; the first answer again for the same key."""
        if key in self.keys:
            return self.keys[key]
        [journal] = body["ManualJournals"]
        wrong = contracts.wrong_in_xero(journal)
        if sum(line["LineAmount"] for line in journal["JournalLines"]):
            wrong = "The total debits must equal total credits."
        lacking = [line["AccountCode"] for line in journal["JournalLines"] if not self.known(line["AccountCode"])]
        if wrong or lacking:
            message = wrong or f"Account code '{lacking[0]}' is not a valid code for this document."
            told = {
                **journal,
                "HasErrors": True,
                "StatusAttributeString": "ERROR",
                "ValidationErrors": [{"Message": message}],
            }
            return 200, {}, {"ManualJournals": [told]}
        moment = datetime.fromisoformat(journal["Date"]).replace(tzinfo=UTC)
        made = {**journal, "ManualJournalID": f"j-{len(self.vouchers) + 1}", "StatusAttributeString": "OK",
                "Date": f"/Date({int(moment.timestamp()) * 1000}+0000)/"}  # fmt: skip
        self.vouchers.append(made)
        self.keys[key] = 200, {}, {"ManualJournals": [made]}
        return self.keys[key]


def _day(stamp: str) -> str:
    return datetime.fromtimestamp(int(stamp[6:-7]) // 1000, UTC).date().isoformat()


@contextmanager
def serving(world: World) -> Iterator[str]:
    """The world answers at the address inside the block."""

    class Door(BaseHTTPRequestHandler):
        def answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = world.answer(self.command, self.path, self.headers, raw)
            if said is None:
                self.close_connection = True
                return
            status, headers, body = said
            sent = b"" if body is None else json.dumps(body, default=float).encode()
            self.send_response(status)
            for name, value in {
                **headers,
                "Content-Length": str(len(sent)),
                "Content-Type": "application/json",
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - as the standard library calls them

        def log_message(self, *_args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
