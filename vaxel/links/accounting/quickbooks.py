"""QuickBooks Online: journal entries, each under its request id (A-40 … A-45)."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from vaxel.business.exports.connectors import Case, Company, DataError, Landed, Session, Transient
from vaxel.links.accounting import http, oauth
from vaxel.links.accounting.http import Reply, any_case, major, minor, text, written

MINOR_VERSION = "75"
DUPLICATE, THROTTLED, NOT_FOUND = "6140", "003001", "610"


class QuickBooks(oauth.LoggedInto):
    """QuickBooks Online. `is_test` companies live at another address, and no others do (A-75)."""

    def __init__(self, *, is_test: bool) -> None:
        login = http.base("quickbooks-login", "https://oauth.platform.intuit.com")
        where = "sandbox-quickbooks" if is_test else "quickbooks"
        self.api = http.base("quickbooks", f"https://{where}.api.intuit.com")
        self.is_test = is_test
        self.provider = oauth.Provider(
            "quickbooks", http.base("quickbooks-authorize", "https://appcenter.intuit.com") + "/connect/oauth2",
            f"{login}/oauth2/v1/tokens/bearer", "com.intuit.quickbooks.accounting",
        )  # fmt: skip

    def company(self, session: Session, asked: dict[str, str]) -> Company:
        """As the protocol: their id of the company comes with the redirect."""
        realm = asked.get("realmId", "")
        if not realm.isdecimal():
            raise DataError(_("They did not say which company it is. Log in again."))
        url = f"{self.api}/v3/company/{realm}/companyinfo/{realm}?minorversion={MINOR_VERSION}"
        told = _taken(oauth.asked(session, "quickbooks", "GET", url, safe=True))
        return Company(realm, text(any_case(told, "CompanyInfo", "CompanyName")), self.is_test)

    def body(self, case: Case) -> str:
        """As the protocol."""
        return written({
            "DocNumber": case.number, "TxnDate": case.day.isoformat(), "PrivateNote": case.text[:4000],
            "CurrencyRef": {"value": case.currency}, "Line": [_line(case, row) for row in case.rows],
        })  # fmt: skip

    def send(self, session: Session, case: Case, body: str) -> Landed:
        """As the protocol: the same request id gives the first answer, so a second try does no harm."""
        url = f"{self._company(session)}/journalentry?minorversion={MINOR_VERSION}&requestid={case.id}"
        reply = oauth.asked(session, "quickbooks", "POST", url, body=body, safe=True)
        if _code(reply) == DUPLICATE:
            found = self.find(session, case)
            if found is not None:
                return found
        return _landed(any_case(_taken(reply), "JournalEntry"))

    def find(self, session: Session, case: Case) -> Landed | None:
        """As the protocol: by our number and day, with our text."""
        number = case.number.replace("\\", "\\\\").replace("'", "\\'")
        asked = "select * from JournalEntry where DocNumber = '" + number + "'"  # noqa: S608 - their language, escaped
        for one in self._query(session, asked):
            told = text(any_case(one, "TxnDate")), text(any_case(one, "PrivateNote"))
            if told == (case.day.isoformat(), case.text):
                return _landed(one)
        return None

    def read(self, session: Session, remote_id: str) -> Landed | None:
        """As the protocol; what is gone there is none."""
        url = f"{self._company(session)}/journalentry/{quote(remote_id)}?minorversion={MINOR_VERSION}"
        reply = oauth.asked(session, "quickbooks", "GET", url, safe=True)
        return None if _code(reply) == NOT_FOUND else _landed(any_case(_taken(reply), "JournalEntry"))

    def missing(self, session: Session, accounts: Sequence[str], series: Sequence[str]) -> list[str]:
        """As the protocol. There are no voucher series."""
        held = {text(any_case(one, "Id")) for one in self._query(session, "select Id from Account maxresults 1000")}
        return [
            _("Account %(account)s is not in their chart.") % {"account": one} for one in accounts if one not in held
        ]

    def _query(self, session: Session, question: str) -> list[Any]:
        url = f"{self._company(session)}/query?query={quote(question)}&minorversion={MINOR_VERSION}"
        told = any_case(_taken(oauth.asked(session, "quickbooks", "GET", url, safe=True)), "QueryResponse")
        return next((rows for rows in (told or {}).values() if isinstance(rows, list)), [])

    def _company(self, session: Session) -> str:
        return f"{self.api}/v3/company/{session.tenant}"


def _line(case: Case, row: tuple[str, str, str, int, str]) -> dict[str, Any]:
    account, _role, centre, amount, about = row
    if account not in case.accounts:
        raise DataError(_("Say under Accounts which of theirs %(account)s is.") % {"account": account})
    detail: dict[str, Any] = {
        "PostingType": "Debit" if amount > 0 else "Credit", "AccountRef": {"value": case.accounts[account]},
    }  # fmt: skip
    if centre in case.centres:
        detail["DepartmentRef"] = {"value": case.centres[centre]}
    return {
        "Description": about, "Amount": major(abs(amount)), "DetailType": "JournalEntryLineDetail",
        "JournalEntryLineDetail": detail,
    }  # fmt: skip


def _landed(entry: Any) -> Landed:
    rows = []
    for line in any_case(entry, "Line") or []:
        detail = any_case(line, "JournalEntryLineDetail")
        if detail is None:
            continue
        sign = 1 if any_case(detail, "PostingType") == "Debit" else -1
        rows.append((text(any_case(detail, "AccountRef", "value")), sign * minor(any_case(line, "Amount"))))
    return Landed(text(any_case(entry, "Id")), text(any_case(entry, "DocNumber")), rows)


def _code(reply: Reply) -> str:
    faults = any_case(reply.body, "Fault", "Error") or []
    return text(any_case(faults[0], "code")) if faults else ""


def _taken(reply: Reply) -> Any:
    """The body of a good answer; a 200 may hold a fault (A-44). Raises DataError, Transient."""
    faults = any_case(reply.body, "Fault", "Error") or []
    if faults:
        if _code(reply) == THROTTLED:
            raise Transient("throttled")
        said = " ".join(f"{text(any_case(one, 'Message'))}: {text(any_case(one, 'Detail'))}" for one in faults)
        raise DataError(f"{said} ({_code(reply)})")
    if reply.status >= 400 or reply.body is None:
        raise DataError(f"HTTP {reply.status}")
    return reply.body
