"""Posting to the ledger: balanced entries, numbered without gaps, never changed (M-60 to M-66)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import charts
from vaxel.business.accounting.models import LedgerEntry, Period, Posting
from vaxel.business.locations import company
from vaxel.kernel import numbering
from vaxel.kernel.actions import action
from vaxel.kernel.actors import Actor
from vaxel.kernel.db import reads, rows, setup
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import Conflict, Refused

LONGEST_TEXT = 185  # and the date of what came late
type Words = str | Promise  # see `worded`
ACCOUNT = "account:"  # a role that is no role: the account that a person named


class OutOfBalance(Exception):
    """A bug: the postings do not sum to zero."""


class NoChart(Refused):
    """Nothing can be posted before the company has chosen a chart of accounts."""

    sentence = _("The company has no chart of accounts yet. Choose one under Settings, Accounts.")


class PeriodClosed(Refused):
    """The date lies in a locked period."""

    sentence = _(
        "%(day)s lies in a locked period. The first open day is %(open_day)s: choose it, or have the period opened "
        "under Books, Periods."
    )


class AlreadyReversed(Conflict):
    """An entry is reversed once."""

    sentence = _("Entry %(number)s is reversed already.")


class MadeByDocument(Refused):
    """What a document booked is corrected by a document, or the two disagree."""

    sentence = _("%(number)s was booked by what happened in the shop. Correct it there: by a credit note or a return.")


BY_HAND = ("manual", "opening", "vat_settlement")


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be posted: (role, signed minor units) pairs, debit positive. Rows of zero are left out.

    `series` names a series of its own within the year (a register's), so that tills never wait for each other.
    """

    site_id: UUID
    day: date
    text: Words
    source_kind: str
    source_id: UUID
    currency: str
    postings: Sequence[tuple[str, int]]
    tax_codes: dict[str, str] = field(default_factory=dict)
    reverses: UUID | None = None
    late_allowed: bool = True
    series: str = ""


def worded(*parts: object) -> Words:
    """The parts with spaces between them, translated when the entry is written: books speak the company's language."""
    return format_lazy(" ".join(["{}"] * len(parts)), *parts)


_ENTRY = (
    "id", "site_id", "series", "number", "business_date", "posted_at", "text", "source_kind", "source_id", "reverses",
    "currency", "map_version",
)  # fmt: skip
_POSTING = ("entry", "n", "role", "account", "amount_minor", "base_minor", "tax_code")


def write(drafts: Sequence[Draft], *, at: datetime) -> list[UUID]:
    """Each draft has become an entry with its postings, in a fixed number of statements; their ids in order.

    Part of the action that makes the document. A date in a locked period moves to the first open day, with the true
    date in the text (M-64: selling never stops); with `late_allowed=False` it refuses with PeriodClosed instead.
    Refuses with NoChart; raises OutOfBalance when a draft does not sum to zero.
    """
    for draft in drafts:
        if sum(amount for _role, amount in draft.postings):
            raise OutOfBalance(f"{draft.text}: {draft.postings}")
    version = charts.latest_version()
    if not version:
        raise NoChart()
    accounts = charts.accounts(version)
    opened = [_open_day(draft) for draft in drafts]
    ids = [new_id() for _draft in drafts]
    entries = []
    with translation.override(_language()):
        texts = [str(draft.text)[:LONGEST_TEXT].strip() for draft in drafts]
    for draft, said, day, entry_id in zip(drafts, texts, opened, ids, strict=True):
        series = f"{draft.series or 'V'}{day.year}"
        text = said if day == draft.day else f"{said} ({draft.day.isoformat()})"
        entries.append(
            (entry_id, draft.site_id, series, numbering.take(f"ledger:{series}"), day, at, text, draft.source_kind,
             draft.source_id, draft.reverses, draft.currency, version)
        )  # fmt: skip
    rows.insert(LedgerEntry, _ENTRY, entries)
    rows.insert(Posting, _POSTING, _postings(drafts, ids, accounts))
    return ids


def _postings(drafts: Sequence[Draft], ids: Sequence[UUID], accounts: dict[str, str]) -> Iterable[tuple[object, ...]]:
    for draft, entry_id in zip(drafts, ids, strict=True):
        kept = [(role, amount) for role, amount in draft.postings if amount]
        for n, (role, amount) in enumerate(kept, 1):
            account = accounts[role] if role in accounts else role.removeprefix(ACCOUNT)
            yield entry_id, n, role, account, amount, amount, draft.tax_codes.get(role, "")


def _language() -> str:
    owner = company.remembered()
    return owner.language if owner else "sv"


def _open_day(draft: Draft) -> date:
    """The draft's own day, or the first open one after the locked periods it lies in."""
    day = draft.day
    for first_day, last_day in setup.once(("closed", draft.day), lambda: _closed_from(draft.day)):
        if not first_day <= day <= last_day:
            break
        if not draft.late_allowed:
            raise PeriodClosed(day=draft.day.isoformat(), open_day=first_open(draft.day).isoformat())
        day = date.fromordinal(last_day.toordinal() + 1)
    return day


def first_open(day: date) -> date:
    """The day, or the first after it that lies in no locked period."""
    for first_day, last_day in _closed_from(day):
        if first_day <= day <= last_day:
            day = date.fromordinal(last_day.toordinal() + 1)
    return day


def of_account(number: str) -> str:
    """The role of postings on an account that was named by a person."""
    return f"{ACCOUNT}{number}"


def _closed_from(day: date) -> list[tuple[date, date]]:
    """(first day, last day) of the locked periods that end on the day or later, in order."""
    where = "t.last_day >= %s AND t.state <> 'open' ORDER BY t.first_day"
    return reads.select(Period, ("first_day", "last_day"), where, [day])


@action("ledger.reverse")
def reverse(entry: LedgerEntry, *, reason: str, day: date, by: Actor, at: datetime) -> UUID:
    """The entry's postings stand again with changed signs, in a new entry dated `day` that names the old one (M-63).

    Refuses with MadeByDocument, AlreadyReversed, PeriodClosed.
    """
    if entry.source_kind not in BY_HAND:
        raise MadeByDocument(number=f"{entry.series}-{entry.number}")
    if LedgerEntry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed(number=f"{entry.series}-{entry.number}")
    postings = [(posting.role, -posting.amount_minor) for posting in entry.postings.order_by("n")]
    draft = Draft(
        site_id=entry.site_id, day=day, text=reason, source_kind="reversal", source_id=entry.id,
        currency=entry.currency, postings=postings, reverses=entry.id, late_allowed=False,
    )  # fmt: skip
    return write([draft], at=at)[0]
