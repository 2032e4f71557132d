"""Fortnox: vouchers, without a key of their own, so that what may be there is looked for by its mark (A-30 … A-37)."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from vaxel.business.exports.connectors import Case, Company, DataError, Landed, Session, Transient
from vaxel.links.accounting import http, oauth
from vaxel.links.accounting.http import Reply, any_case, major, minor, text, written

WINDOW_S = 5
MOST_PAGES = 200


class Fortnox(oauth.LoggedInto):
    """Fortnox as an accounting system that is spoken to. `is_test`: Fortnox does not say which companies are tests."""

    def __init__(self, *, is_test: bool) -> None:
        apps = http.base("fortnox-login", "https://apps.fortnox.se")
        self.api = http.base("fortnox", "https://api.fortnox.se")
        self.provider = oauth.Provider(
            "fortnox", f"{apps}/oauth-v1/auth", f"{apps}/oauth-v1/token", "bookkeeping companyinformation costcenter",
            {"access_type": "offline"},
        )  # fmt: skip

    def company(self, session: Session, asked: dict[str, str]) -> Company:
        """As the protocol."""
        told = any_case(self._get(session, "companyinformation"), "CompanyInformation")
        return Company(text(any_case(told, "DatabaseNumber")), text(any_case(told, "CompanyName")))

    def body(self, case: Case) -> str:
        """As the protocol: debit and credit beside each other, our mark in the comments."""
        return written({"Voucher": {
            "Description": case.text[:200], "Comments": case.id, "VoucherSeries": case.series,
            "TransactionDate": case.day.isoformat(), "VoucherRows": [_row(case, row) for row in case.rows],
        }})  # fmt: skip

    def send(self, session: Session, case: Case, body: str) -> Landed:
        """As the protocol. What ends in an error of theirs may be there all the same."""
        year = self._year(session, case)
        reply = oauth.asked(
            session, "fortnox", "POST", f"{self.api}/3/vouchers?financialyear={year}", body=body, wait_s=WINDOW_S
        )
        told = any_case(_taken(reply), "Voucher")
        return Landed(*_mark(told, year), tuple((row[0], row[3]) for row in case.rows))

    def find(self, session: Session, case: Case) -> Landed | None:
        """As the protocol: among the day's vouchers of the series, the one with our mark."""
        year = self._year(session, case)
        for one in self._vouchers(session, year, case):
            if text(any_case(one, "Comments")) == case.id:
                return self.read(session, _mark(one, year)[0])
        return None

    def read(self, session: Session, remote_id: str) -> Landed | None:
        """As the protocol. Vouchers are never deleted there."""
        year, series, number = remote_id.split("/")
        path = f"vouchers/{quote(series, safe='')}/{number}?financialyear={year}"
        whole = any_case(self._get(session, path), "Voucher")
        rows = [
            (text(any_case(row, "Account")), minor(any_case(row, "Debit")) - minor(any_case(row, "Credit")))
            for row in any_case(whole, "VoucherRows") or []
        ]
        return Landed(*_mark(whole, year), rows)

    def missing(self, session: Session, accounts: Sequence[str], series: Sequence[str]) -> list[str]:
        """As the protocol."""
        held = {text(any_case(one, "Number")) for one in self._pages(session, "accounts", {}, "Accounts")}
        kept = {
            text(any_case(one, "Code")) for one in self._pages(session, "voucherseries", {}, "VoucherSeriesCollection")
        }
        lacking = [
            _("Account %(account)s is not in their chart.") % {"account": one} for one in accounts if one not in held
        ]
        return lacking + [
            _("There is no voucher series %(series)s.") % {"series": one} for one in series if one not in kept
        ]

    def _vouchers(self, session: Session, year: str, case: Case) -> Iterator[Any]:
        day = case.day.isoformat()
        asked = {"financialyear": year, "fromdate": day, "todate": day}
        for one in self._pages(session, "vouchers", asked, "Vouchers"):
            if text(any_case(one, "VoucherSeries")) == case.series:
                yield one

    def _pages(self, session: Session, what: str, asked: dict[str, str], key: str) -> Iterator[Any]:
        for page in range(1, MOST_PAGES + 1):
            body = self._get(session, f"{what}?{urlencode(asked | {'page': str(page), 'limit': '500'})}")
            yield from any_case(body, key) or []
            if page >= int(any_case(body, "MetaInformation", "@TotalPages") or 1):
                return

    def _year(self, session: Session, case: Case) -> str:
        years = any_case(self._get(session, f"financialyears?Date={case.day.isoformat()}"), "FinancialYears")
        if not years:
            raise DataError(_("They have no fiscal year for %(day)s.") % {"day": case.day})
        return text(any_case(years[0], "Id"))

    def _get(self, session: Session, path: str) -> Any:
        return _taken(oauth.asked(session, "fortnox", "GET", f"{self.api}/3/{path}", safe=True, wait_s=WINDOW_S))


def _row(case: Case, row: tuple[str, str, str, int, str]) -> dict[str, Any]:
    account, _role, centre, amount, about = row
    there = case.accounts.get(account, account)
    if not (there.isdecimal() and len(there) == 4):
        raise DataError(_("Account %(account)s is no number from 1000 to 9999.") % {"account": there})
    told: dict[str, Any] = {
        "Account": int(there), "Debit": major(max(amount, 0)), "Credit": major(max(-amount, 0)),
        "TransactionInformation": about[:100],
    }  # fmt: skip
    return told | ({"CostCenter": case.centres.get(centre, centre)[:6]} if centre else {})


def _mark(voucher: Any, year: str) -> tuple[str, str]:
    series, number = text(any_case(voucher, "VoucherSeries")), text(any_case(voucher, "VoucherNumber"))
    return f"{year}/{series}/{number}", f"{series}{number}"


def _taken(reply: Reply) -> Any:
    """The body of a good answer; raises DataError with their own words (A-33)."""
    if reply.status < 400:
        if reply.body is None:
            raise Transient("an answer without content")
        return reply.body
    told = any_case(reply.body, "ErrorInformation")
    code = text(any_case(told, "Code"))
    raise DataError(f"{text(any_case(told, 'Message')) or reply.status}{f' ({code})' if code else ''}")
