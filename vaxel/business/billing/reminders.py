"""Reminding customers of what is overdue: fee and interest on an invoice of their own, booked, and a message laid.

The rules are dated rows that the company enters with their source (räntelagen 1975:635, lag 1981:739): nothing is
charged before there is one, and a fee only where it was agreed when the debt was made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vaxel.business.accounting.tax import TaxGroup
from vaxel.business.billing import documents
from vaxel.business.billing.late_rules import Rate, interest
from vaxel.business.billing.models import OWED, Document, LateTerms, Reminder, ReminderLine
from vaxel.business.locations.models import Company, Site
from vaxel.business.messaging import outbox
from vaxel.business.parties import queries
from vaxel.business.parties.models import Party
from vaxel.business.tickets import papers
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import MILLION, format_money
from vaxel.kernel.refusals import Refused

# Who pays in parts is told of each part; once the plan is ended the rest is reminded of as any debt.
NOT_IN_PARTS = Q(instalment_plan=None) | Q(instalment_plan__ended_at__isnull=False)
OUTSIDE = "O"  # interest and reminder fees are no supply: outside VAT
LISTED_MOST = 20


class NothingOverdue(Refused):
    """Nobody is reminded of what is not late, or was reminded of days ago."""

    sentence = _("%(customer)s has nothing overdue to be reminded of today.")


class NoTerms(Refused):
    """Dated rules first."""

    sentence = _("Enter what late payment costs, and from when, before anyone is reminded.")


class NoWay(Refused):
    """No address to send to."""

    sentence = _("%(customer)s has neither e-mail nor phone. Print the statement, post it, and note that it was sent.")


class BadTerms(Refused):
    """Percentages and days that make sense, and a source."""

    sentence = _("Write the rates in percent, the days, and where the reference rate was read.")


class TermsThere(Refused):
    """One row a day; what was in force is not rewritten."""

    sentence = _("There are terms from %(day)s already. Enter new ones from a later day.")


def _nowhere(*_args: object, **_kwargs: object) -> None:
    """The terms count for the whole company."""


@action("reminders.set_terms", site=_nowhere)
def set_terms(
    *, valid_from: date, reference_ppm: int, added_ppm: int, fee_minor: int, first_after_days: int,
    again_after_days: int, source: str, by: Actor, at: datetime,
) -> LateTerms:  # fmt: skip
    """Late payment costs this from the day on. Refuses with BadTerms, TermsThere."""
    read = " ".join(source.split())
    fits = 0 <= reference_ppm <= MILLION and 0 <= added_ppm <= MILLION and fee_minor >= 0 and again_after_days > 0
    if not (fits and read):
        raise BadTerms()
    if LateTerms.objects.filter(valid_from=valid_from).exists():
        raise TermsThere(day=valid_from.isoformat())
    return LateTerms.objects.create(
        valid_from=valid_from, reference_ppm=reference_ppm, added_ppm=added_ppm, fee_minor=fee_minor,
        first_after_days=first_after_days, again_after_days=again_after_days, source=read[:200], made_at=at,
    )  # fmt: skip


def terms_on(day: date) -> LateTerms | None:
    """The terms in force on the day."""
    return LateTerms.objects.filter(valid_from__lte=day).order_by("-valid_from").first()


@dataclass(frozen=True, slots=True)
class Late:
    """An overdue document, how many days, and the interest since the last reminder."""

    document: Document
    days: int
    interest_minor: int


def overdue(site: Site, customer: Party, day: date) -> list[Late]:
    """What the customer would be reminded of today, oldest first. Three queries."""
    terms = terms_on(day)
    if terms is None:
        return []
    latest = day - timedelta(days=terms.first_after_days)
    rows = list(
        _owed(site, customer).filter(NOT_IN_PARTS, due_on__lt=latest, reminder=None).order_by("due_on", "number")
    )
    told = dict(
        ReminderLine.objects.filter(document__in=rows).values_list("document").annotate(Max("reminder__day"))
    )  # fmt: skip
    rates = [Rate(one.valid_from, one.reference_ppm + one.added_ppm) for one in LateTerms.objects.all()]
    again = day - timedelta(days=terms.again_after_days)
    return [
        Late(one, (day - one.due_on).days,
             interest(one.open_minor, max(one.due_on, told.get(one.pk, one.due_on)), day, rates))
        for one in rows
        if one.due_on and told.get(one.pk, date.min) <= again
    ]  # fmt: skip


def _owed(site: Site, customer: Party) -> QuerySet[Document]:
    return Document.objects.filter(
        OWED, site=site, customer__in=queries.selves(customer.pk), open_minor__gt=0, kind=Document.INVOICE
    )


@action("reminders.send")
def send(site: Site, customer: Party, *, by_post: bool = False, by: Actor, at: datetime) -> Reminder:
    """The customer is reminded of all that is overdue at the site; fee and interest are an invoice, and booked.

    The message waits in the outbox; `by_post` says that a person sends it. Refuses with NoTerms, NothingOverdue, NoWay,
    and as messaging does.
    """
    customer = queries.standing(customer)
    Party.objects.select_for_update().get(pk=customer.pk)
    day = clock.local(at, site.time_zone).date()
    terms = terms_on(day)
    if terms is None:
        raise NoTerms()
    late = overdue(site, customer, day)
    if not late:
        raise NothingOverdue(customer=customer.name)
    case, reminder_id = _Case(site, customer, late, day), new_id()
    charged = _charge(case, terms, at)
    message = None
    if not by_post:
        subject, text = _said(case, charged)
        message = outbox.lay(
            site, customer, to=way_to(customer), text=text, subject=subject, key=f"reminder:{reminder_id}",
            asked=False, by=by, at=at,
        )  # fmt: skip
    made = Reminder.objects.create(
        id=reminder_id, site=site, customer=customer, day=day, at=at, message_id=message.pk if message else None,
        charged=charged, by_name=by.name,
    )  # fmt: skip
    ReminderLine.objects.bulk_create(
        ReminderLine(reminder=made, document=one.document, open_minor=one.document.open_minor, late_days=one.days,
                     interest_minor=one.interest_minor)
        for one in late
    )  # fmt: skip
    note(documents=[one.document.number for one in late], charged=charged.gross_minor if charged else 0)
    return made


@dataclass(frozen=True, slots=True)
class _Case:
    """Whom one site reminds of what today."""

    site: Site
    customer: Party
    late: Sequence[Late]
    day: date


def _charge(case: _Case, terms: LateTerms, at: datetime) -> Document | None:
    """Fee and interest as a posted invoice; None when they cost nothing."""
    site, customer = case.site, case.customer
    with translation.override(customer.language):
        lines = [
            _line(
                _now("Interest on invoice %(number)s, %(days)s days") % {"number": one.document.number,
                                                                        "days": one.days},
                one.interest_minor, "late_interest",
            )
            for one in case.late
            if one.interest_minor
        ]  # fmt: skip
        if terms.fee_minor:
            lines.append(_line(_now("Reminder fee"), terms.fee_minor, "reminder_fee"))
    total = sum(line.net for line in lines)
    if not total:
        return None
    company = Company.objects.get()
    issued = documents.issue(
        documents.Draft(
            kind=Document.INVOICE, series="invoice", site_id=site.pk, customer_id=customer.pk, currency=site.currency,
            basis="excl", lines=lines, taxes=[TaxGroup(OUTSIDE, 0, total, 0)], day=case.day, text="Faktura",
            head={"seller": papers.seller(company, site), "buyer": papers.buyer(customer),
                  "texts": papers.texts(company, papers.INVOICE_TEXTS, customer.language)},
            settled=[("receivables", total)], happened_at=at, open_minor=total,
            due_on=case.day + timedelta(days=terms.again_after_days),
        ),
        at=at,
    )  # fmt: skip
    return Document.objects.get(pk=issued.id)


def _line(text: str, minor: int, role: str) -> documents.DraftLine:
    return documents.DraftLine(
        kind="fee", text=text, quantity_milli=1000, unit="pcs", unit_price_cm=minor * 100, before=minor, discount=0,
        share=0, amount=minor, net=minor, tax=0, tax_code="", category=OUTSIDE, ppm=0, role=role,
    )  # fmt: skip


def way_to(customer: Party) -> str:
    """Their e-mail, else their phone; refuses with NoWay."""
    way = customer.email or customer.phone
    if not way:
        raise NoWay(customer=customer.name)
    return way


def _said(case: _Case, charged: Document | None) -> tuple[str, str]:
    """(subject, text) of the message, in the customer's language."""
    site, customer, late = case.site, case.customer, case.late
    locale = "sv_SE" if customer.language == "sv" else "en_SE"
    company = Company.objects.get()
    with translation.override(customer.language):
        rows = [
            _now("Invoice %(number)s, due %(due)s: %(sum)s") % {
                "number": one.document.number, "due": one.document.due_on,
                "sum": format_money(one.document.open_minor, site.currency, locale),
            }
            for one in late[:LISTED_MOST]
        ]  # fmt: skip
        if charged:
            cost = _now("Invoice %(number)s, fee and interest: %(sum)s")
            rows.append(cost % {"number": charged.number,
                                "sum": format_money(charged.gross_minor, site.currency, locale)})  # fmt: skip
        total = sum(one.document.open_minor for one in late) + (charged.gross_minor if charged else 0)
        head = ngettext("An invoice from %(shop)s is overdue:", "Invoices from %(shop)s are overdue:", len(late))
        last = _now("Please pay %(sum)s to bankgiro %(giro)s.") if company.bank_giro else _now("Please pay %(sum)s.")
        text = "\n".join([
            head % {"shop": company.name}, *rows,
            last % {"sum": format_money(total, site.currency, locale), "giro": company.bank_giro},
            _now("If you have paid already, thank you; then this needs no answer."),
        ])  # fmt: skip
        subject = _now("Reminder from %(shop)s") % {"shop": company.name}
    return subject, text
