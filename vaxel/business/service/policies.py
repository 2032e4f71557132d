"""Approval policies: how far a price may be exceeded unasked and what must be kept, as dated versions (S-99 to S-106).

A policy is never edited: a change is a new version from a day. The version in force when a ticket opens is bound to it,
so that a later change never moves what a customer was promised.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site
from vaxel.business.parties.models import Party
from vaxel.business.service.limits import Tolerance
from vaxel.business.service.models import ApprovalPolicy, TicketPolicy
from vaxel.business.tickets import costing
from vaxel.business.tickets.models import Ticket
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.money import MILLION
from vaxel.kernel.refusals import BadInput, Conflict

PARTY_KINDS = ("private", "company")
COMBINES = ("min", "max", "pct_only")
RECORDS = ("number", "gist", "odometer")
SWEDEN = "SE"


class BadPolicy(BadInput):
    """A policy's figures hang together."""

    sentence = _("Check the figures: shares up to 100 %%, amounts from 0, and a rule for each choice.")


class SourceMissing(BadInput):
    """Law is looked up, not guessed (S-105)."""

    sentence = _("Write where the rule stands and the day it was read there.")


class BeforeTheLast(Conflict):
    """Versions follow each other."""

    sentence = _("The rule in force began on %(day)s. A new version begins after that day.")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a policy says. Amounts incl. VAT in minor units of the site's currency, shares in parts per million.

    `abs_minor` and `max_minor` None: none. `unasked_ppm`, `unasked_minor`: what small extra work may cost when nobody
    is reached (S-102); `must_record`: of RECORDS; `rights_text`: language → text for the customer.
    """

    ppm: int = 0
    abs_minor: int | None = None
    combine: str = "min"
    max_minor: int | None = None
    basis: str = "incl"
    threshold_minor: int = 0
    written_required: bool = False
    unasked_ppm: int = 0
    unasked_minor: int | None = None
    must_record: Sequence[str] = ()
    parts_return: str = "on_request"
    rights_text: Mapping[str, str] = field(default_factory=dict)
    retention_years: int = 7
    source: str = ""
    checked_on: date | None = None


# What guides say, to begin from (S-105); each is read at its source before it is stored.
READY: Mapping[tuple[str, str], Terms] = {
    (SWEDEN, "private"): Terms(150_000, threshold_minor=100_000, unasked_ppm=150_000, unasked_minor=300_000),
    (SWEDEN, "company"): Terms(150_000, unasked_ppm=150_000, unasked_minor=300_000),
    ("US-CA", "private"): Terms(0, written_required=True, must_record=("number", "gist", "odometer")),
    ("US-CO", "private"): Terms(100_000, 2_500, threshold_minor=10_000, must_record=("number", "gist")),
    ("US-FL", "private"): Terms(100_000, 1_000, "max", 5_000, threshold_minor=10_000),
    ("US-IL", "private"): Terms(100_000, combine="pct_only", threshold_minor=10_000, must_record=("odometer",)),
    ("US-MD", "private"): Terms(100_000, combine="pct_only", threshold_minor=5_000, parts_return="always"),
    ("US-MI", "private"): Terms(100_000, 1_000, written_required=True, must_record=("number", "gist")),
    ("US-NJ", "private"): Terms(0, written_required=True, must_record=("odometer",)),
    ("US-RI", "private"): Terms(0),
    ("US-WA", "private"): Terms(100_000, combine="pct_only", basis="excl", threshold_minor=10_000,
                                must_record=("odometer",)),
}  # fmt: skip


def _at_site(*_args: Any, site: Site | None = None, **_kwargs: Any) -> UUID | None:
    return site.pk if site else None


@action("policies.set", site=_at_site)
def set_terms(
    jurisdiction: str, party_kind: str, *, terms: Terms, valid_from: date, site: Site | None = None, by: Actor,
    at: datetime,
) -> ApprovalPolicy:  # fmt: skip
    """A new version is in force from the day, for every site of the jurisdiction or for the one; the former one ends
    there. Tickets that are open keep the version they opened with.

    Refuses with BadPolicy, SourceMissing, BeforeTheLast.
    """
    _sound(jurisdiction, party_kind, terms)
    rows = ApprovalPolicy.objects.filter(site=site, jurisdiction=jurisdiction, party_kind=party_kind)
    last = rows.select_for_update(of=("self",)).order_by("-version").first()
    if last is not None:
        if last.valid_from >= valid_from:
            raise BeforeTheLast(day=last.valid_from.isoformat())
        last.valid_to = valid_from
        last.save(update_fields=["valid_to"])
    note(jurisdiction=jurisdiction, party_kind=party_kind, since=valid_from.isoformat())
    said = asdict(terms) | {"must_record": sorted(terms.must_record), "rights_text": dict(terms.rights_text)}
    return ApprovalPolicy.objects.create(
        site=site, jurisdiction=jurisdiction, party_kind=party_kind, version=last.version + 1 if last else 1,
        valid_from=valid_from, made_at=at, **said,
    )  # fmt: skip


def _sound(jurisdiction: str, party_kind: str, terms: Terms) -> None:
    amounts = (terms.abs_minor, terms.max_minor, terms.unasked_minor, terms.threshold_minor)
    words = (
        party_kind in PARTY_KINDS and terms.combine in COMBINES and terms.basis in ("incl", "excl")
        and set(terms.must_record) <= set(RECORDS) and terms.parts_return in ("on_request", "always", "no")
    )  # fmt: skip
    shares = all(0 <= one <= MILLION for one in (terms.ppm, terms.unasked_ppm))
    if not (words and shares and jurisdiction.strip() and all(one is None or one >= 0 for one in amounts)):
        raise BadPolicy()
    if not 0 <= terms.retention_years <= 100 or not all(isinstance(one, str) for one in terms.rights_text.values()):
        raise BadPolicy()
    if not terms.source.strip() or terms.checked_on is None:
        raise SourceMissing()


def in_force(site: Site, party_kind: str, day: date) -> ApprovalPolicy | None:
    """The site's own policy of the day, else its jurisdiction's; None where nobody has stored one. One query."""
    rows = ApprovalPolicy.objects.filter(
        Q(site=site) | Q(site=None), Q(valid_to=None) | Q(valid_to__gt=day), jurisdiction=site.jurisdiction,
        party_kind=party_kind, valid_from__lte=day,
    )  # fmt: skip
    return max(rows, key=lambda one: (one.site_id is not None, one.version), default=None)


def of(ticket: Ticket, day: date) -> ApprovalPolicy | Terms:
    """The policy the ticket opened with, else the one it would open with on the day. At most two queries.

    Where none is stored Sweden's law counts there, which nobody can waive (R-50); elsewhere nothing may be exceeded.
    """
    bound = TicketPolicy.objects.filter(ticket=ticket).select_related("policy").first()
    if bound is not None:
        return bound.policy
    kind = kind_of(ticket.customer)
    found = in_force(ticket.site, kind, day)
    return found or (READY[SWEDEN, kind] if ticket.site.jurisdiction == SWEDEN else Terms())


def bind(ticket: Ticket, at: datetime) -> None:
    """The policy in force is the ticket's from now on; one that it has stays. Part of the action that opens it."""
    found = of(ticket, costing.business_day(ticket.site, at))
    if isinstance(found, ApprovalPolicy):
        said = {"policy": found, "version": found.version, "bound_at": at}
        TicketPolicy.objects.get_or_create(ticket=ticket, defaults=said)


def kind_of(customer: Party) -> str:
    """Whether consumer law is on the customer's side."""
    return "private" if customer.kind == Party.PRIVATE else "company"


def tolerance(policy: ApprovalPolicy | Terms) -> Tolerance:
    """How far a rough price may be exceeded."""
    return Tolerance(policy.ppm, policy.abs_minor, policy.combine, policy.max_minor, policy.basis == "excl")


def now(site: Site, day: date) -> list[tuple[str, ApprovalPolicy | None]]:
    """Per kind of customer the policy in force at the site."""
    return [(kind, in_force(site, kind, day)) for kind in PARTY_KINDS]
