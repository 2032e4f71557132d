"""Xero: manual journals, each under its idempotency key; a 200 is not success (A-50 … A-57)."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from vaxel.business.exports.connectors import Case, Company, DataError, Landed, Session
from vaxel.links.accounting import http, oauth
from vaxel.links.accounting.http import Reply, any_case, major, minor, text, written

SITE = "Site"  # the tracking category of sites
_STAMP = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
MOST_PAGES = 50
OWN_LEDGERS = ("DEBTORS", "CREDITORS")


class Xero(oauth.LoggedInto):
    """Xero. `is_test`: only its demonstration company is taken then (A-75)."""

    def __init__(self, *, is_test: bool) -> None:
        self.api = http.base("xero", "https://api.xero.com")
        self.provider = oauth.Provider(
            "xero", http.base("xero-authorize", "https://login.xero.com") + "/identity/connect/authorize",
            http.base("xero-login", "https://identity.xero.com") + "/connect/token",
            "offline_access accounting.manualjournals accounting.settings",
        )  # fmt: skip

    def company(self, session: Session, asked: dict[str, str]) -> Company:
        """As the protocol: the one organisation that was chosen at the log-in."""
        held = oauth.asked(session, "xero", "GET", f"{self.api}/connections", safe=True).body or []
        if len(held) != 1:
            raise DataError(_("Choose one company at the log-in, and only that."))
        tenant = text(any_case(held[0], "tenantId"))
        reply = oauth.asked(
            session,
            "xero",
            "GET",
            f"{self.api}/api.xro/2.0/Organisation",
            headers={"xero-tenant-id": tenant},
            safe=True,
        )
        told = (any_case(_taken(reply), "Organisations") or [{}])[0]
        return Company(tenant, text(any_case(told, "Name")), bool(any_case(told, "IsDemoCompany")))

    def body(self, case: Case) -> str:
        """As the protocol."""
        return written({"ManualJournals": [{
            "Narration": case.text, "Date": case.day.isoformat(), "LineAmountTypes": "NoTax", "Status": "POSTED",
            "JournalLines": [_line(case, row) for row in case.rows],
        }]})  # fmt: skip

    def send(self, session: Session, case: Case, body: str) -> Landed:
        """As the protocol: the same key gives the first answer."""
        url = f"{self.api}/api.xro/2.0/ManualJournals?summarizeErrors=false"
        headers = self._headers(session) | {"Idempotency-Key": case.id}
        reply = oauth.asked(session, "xero", "PUT", url, headers=headers, body=body, safe=True)
        told = (any_case(_taken(reply), "ManualJournals") or [{}])[0]
        if any_case(told, "HasErrors") or any_case(told, "StatusAttributeString") == "ERROR":
            raise DataError(_said(told) or "ERROR")
        return _landed(told)

    def find(self, session: Session, case: Case) -> Landed | None:
        """As the protocol: by day, narration and amounts; a list leaves the lines out, so each is fetched."""
        asked = f"Date==DateTime({case.day.year},{case.day.month:02d},{case.day.day:02d})"
        for page in range(1, MOST_PAGES + 1):
            rows = self._get(session, f"ManualJournals?where={quote(asked)}&page={page}")
            for one in rows:
                if text(any_case(one, "Narration")) != case.text or day_of(any_case(one, "Date")) != case.day:
                    continue
                whole = self._get(session, f"ManualJournals/{text(any_case(one, 'ManualJournalID'))}")
                found = _landed(whole[0])
                if _sums(found.rows) == _sums([(case.accounts.get(r[0], r[0]), r[3]) for r in case.rows]):
                    return found
            if len(rows) < 100:
                return None
        return None

    def read(self, session: Session, remote_id: str) -> Landed | None:
        """As the protocol; what was voided there is none."""
        rows = self._get(session, f"ManualJournals/{quote(remote_id)}")
        gone = not rows or any_case(rows[0], "Status") in ("VOIDED", "DELETED", "ARCHIVED")
        return None if gone else _landed(rows[0])

    def missing(self, session: Session, accounts: Sequence[str], series: Sequence[str]) -> list[str]:
        """As the protocol. There are no voucher series; some kinds of account take no journals (A-54)."""
        reply = oauth.asked(
            session, "xero", "GET", f"{self.api}/api.xro/2.0/Accounts", headers=self._headers(session), safe=True
        )
        held = {text(any_case(one, "Code")): one for one in any_case(_taken(reply), "Accounts") or []}
        lacking = []
        for one in accounts:
            if one not in held or any_case(held[one], "Status") == "ARCHIVED":
                lacking.append(_("Account %(account)s is not in their chart.") % {"account": one})
            elif any_case(held[one], "Type") == "BANK" or any_case(held[one], "SystemAccount") in (
                "DEBTORS",
                "CREDITORS",
            ):
                lacking.append(_("Account %(account)s takes no journals there. Choose another.") % {"account": one})
        return lacking

    def _get(self, session: Session, path: str) -> list[Any]:
        url = f"{self.api}/api.xro/2.0/{path}"
        reply = oauth.asked(session, "xero", "GET", url, headers=self._headers(session), safe=True)
        return list(any_case(_taken(reply), "ManualJournals") or [])

    def _headers(self, session: Session) -> dict[str, str]:
        return {"xero-tenant-id": session.tenant}


def _line(case: Case, row: tuple[str, str, str, int, str]) -> dict[str, Any]:
    account, _role, centre, amount, about = row
    told: dict[str, Any] = {
        "LineAmount": major(amount), "AccountCode": case.accounts.get(account, account), "Description": about,
    }  # fmt: skip
    return told | ({"Tracking": [{"Name": SITE, "Option": case.centres.get(centre, centre)}]} if centre else {})


def _landed(journal: Any) -> Landed:
    rows = [
        (text(any_case(line, "AccountCode")), minor(any_case(line, "LineAmount")))
        for line in any_case(journal, "JournalLines") or []
    ]
    return Landed(text(any_case(journal, "ManualJournalID")), text(any_case(journal, "Narration"))[:40], rows)


def _sums(rows: Sequence[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for account, amount in rows:
        sums[account] = sums.get(account, 0) + amount
    return {account: amount for account, amount in sums.items() if amount}


def day_of(value: Any) -> date | None:
    """The day of either form in which they write one: 2026-11-20, or /Date(1795132800000+0000)/."""
    stamp = _STAMP.fullmatch(text(value))
    if stamp:
        return datetime.fromtimestamp(int(stamp[1]) // 1000, UTC).date()
    try:
        return date.fromisoformat(text(value)[:10])
    except ValueError:
        return None


def _said(told: Any) -> str:
    return " ".join(text(any_case(one, "Message")) for one in any_case(told, "ValidationErrors") or [])


def _taken(reply: Reply) -> Any:
    """The body of a good answer; raises DataError with what they say of each element (A-53)."""
    if reply.status < 400 and reply.body is not None:
        return reply.body
    said = " ".join(_said(one) for one in any_case(reply.body, "Elements") or [])
    raise DataError(said or text(any_case(reply.body, "Message")) or f"HTTP {reply.status}")
