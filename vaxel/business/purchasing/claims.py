"""What we ask of suppliers besides goods: warranties, and differences on their bills (K-70, S-151, P-13)."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting import ledger as books
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.purchasing.models import BillLine, Claim, Supplier
from vaxel.business.purchasing.states import CLAIM, word
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import BadInput, Refused

SOURCE = "supplier_claim"


class NothingClaimed(BadInput):
    """A claim asks for money and says why."""

    sentence = _("Say what is claimed and why: an amount above zero and a few words.")


class GrantedTooMuch(BadInput):
    """What is granted is at most what was claimed."""

    sentence = _("They cannot grant more than was claimed, nor less than nothing.")


class ClaimClosed(Refused):
    """A credit settles a claim that is open."""

    sentence = _("The claim is “%(state)s”, so no credit settles it.")


@action("claims.open")
def open_claim(
    site: Site, *, supplier: Supplier, text: str, parts_minor: int, labour_minor: int = 0, part: Part | None = None,
    source_kind: str = "", source_id: UUID | None = None, by: Actor, at: datetime,
) -> Claim:  # fmt: skip
    """A warranty claim is drafted: what the supplier owes us for parts and for labour, without VAT, and why.

    `source_id` names the ticket's line it came of. Refuses with NothingClaimed.
    """
    if not text.strip() or parts_minor < 0 or labour_minor < 0 or parts_minor + labour_minor == 0:
        raise NothingClaimed()
    return Claim.objects.create(
        supplier=supplier, site=site, kind="warranty", part=part, source_kind=source_kind, source_id=source_id,
        text=text.strip()[:300], parts_minor=parts_minor, labour_minor=labour_minor, made_at=at,
    )  # fmt: skip


def of_bill(line: BillLine, claimed_minor: int, at: datetime) -> Claim:
    """The difference on a bill that we do not accept; it stands in the books as expected credit.

    Part of the posting of the bill.
    """
    bill = line.bill
    return Claim.objects.create(
        supplier=bill.supplier, site=bill.site, kind="price" if line.agrees == "price" else "quantity", state="sent",
        part=line.purchase_line.part if line.purchase_line else None, source_kind="bill_line", source_id=line.pk,
        text=f"{bill.number}/{line.position}", parts_minor=max(0, claimed_minor),
        accrued_minor=max(0, claimed_minor), made_at=at, sent_at=at,
    )  # fmt: skip


@action("claims.send")
def send(claim: Claim, *, their_number: str = "", by: Actor, at: datetime) -> Claim:
    """The supplier has our claim. Refuses with WrongState."""
    fresh = lock(claim)
    fresh.state, fresh.sent_at = CLAIM.check(fresh.state, "sent"), at
    fresh.their_number = their_number.strip()[:60] or fresh.their_number
    fresh.save(update_fields=["state", "sent_at", "their_number"])
    return fresh


@action("claims.answer")
def answer(claim: Claim, *, granted_minor: int, their_number: str = "", by: Actor, at: datetime) -> Claim:
    """The supplier grants so much of it, without VAT; nothing is a rejection, and what stood as expected is a loss.

    Refuses with WrongState, GrantedTooMuch.
    """
    fresh = lock(claim)
    asked = fresh.parts_minor + fresh.labour_minor
    if not 0 <= granted_minor <= asked:
        raise GrantedTooMuch()
    state = "approved" if granted_minor == asked else "part_approved" if granted_minor else "rejected"
    fresh.state, fresh.granted_minor = CLAIM.check(fresh.state, state), granted_minor
    fresh.their_number = their_number.strip()[:60] or fresh.their_number
    if state == "rejected":
        fresh.ended_at = at
        _give_up(fresh, at)
    fresh.save(update_fields=["state", "granted_minor", "their_number", "ended_at", "settled_minor"])
    note(granted_minor=granted_minor)
    return fresh


def _give_up(claim: Claim, at: datetime) -> None:
    left = claim.accrued_minor - claim.settled_minor
    if left:
        site = claim.site
        books.write(
            [books.Draft(
                site_id=site.pk, day=clock.local(at, site.time_zone).date(), source_kind=SOURCE, source_id=new_id(),
                text=books.worded(_("Claim rejected"), claim.text), currency=site.currency,
                postings=[("cost_variance", left), ("supplier_receivable", -left)],
            )],
            at=at,
        )  # fmt: skip
    claim.settled_minor = claim.accrued_minor


def credit(claim: Claim, base_minor: int, at: datetime) -> int:
    """The credit note settles the claim: how much of what stood as expected is settled by it (all of it).

    Part of the posting of the credit note. Refuses with ClaimClosed.
    """
    fresh = lock(claim)
    if not CLAIM.allows(fresh.state, "settled"):
        raise ClaimClosed(state=word(CLAIM, fresh.state))
    settled = fresh.accrued_minor - fresh.settled_minor
    fresh.state, fresh.ended_at = "settled", at
    fresh.settled_minor, fresh.credited_minor = fresh.accrued_minor, fresh.credited_minor + base_minor
    fresh.save(update_fields=["state", "ended_at", "settled_minor", "credited_minor"])
    return settled


def lock(claim: Claim) -> Claim:
    """The claim as it is, locked until the action ends."""
    return Claim.objects.select_for_update(of=("self",)).select_related("supplier__party", "site").get(pk=claim.pk)
