"""The owner's first steps, each done or not by what the shop holds: nothing is stored about it."""

from dataclasses import dataclass

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing.models import Document
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Assignment, Company, Register, Site
from vaxel.business.payments.models import DrawerSession
from vaxel.doors.office.desk import Desk


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what, why, the form where it is done. One that `may_wait` does not keep the list alive."""

    name: str | Promise
    why: str | Promise
    url: str
    done: bool
    may_wait: bool = False


def steps(here: Desk) -> list[Step]:
    """What is left before the shop works as it should; empty once it does, and for those who do not decide. One query.

    The list ends when everything that a shop cannot do without is done.
    """
    if not here.actor.may("company.change", None):
        return []
    found = Company.objects.annotate(
        undeclared=Exists(Site.objects.filter(closed_at=None, fiscal_profile="SE_UNDECLARED")),
        registers=Exists(Register.objects.filter(retired_at=None)),
        staff=Exists(Assignment.objects.filter(staff__is_active=True).exclude(staff_id=here.staff.pk)),
        parts=Exists(Part.objects.all()),
        drawer=Exists(DrawerSession.objects.filter(register__site=here.site, closed_at=None)),
        sold=Exists(Document.objects.filter(Q(kind="receipt") | Q(kind="invoice"))),
    ).first()
    if found is None:
        return []
    site = reverse("sites:show", args=[here.site.pk])
    listed = [
        Step(_("The company's number and address"), _("They stand on every receipt and invoice."),
             reverse("company:edit"), bool(found.organisation_number and found.address)),
        Step(_("The VAT number"), _("Invoices must carry it, if the company has one."),
             reverse("company:edit") + "#id_vat_number", bool(found.vat_number), may_wait=True),
        Step(_("The shop's address and phone"), _("Where things are sold stands on receipts."),
             reverse("sites:edit", args=[here.site.pk]), bool(here.site.address)),
        Step(_("Cash register rules"), _("Until they are stated, cash, cards and Swish are off."),
             site + "#rules", not found.undeclared),
        Step(_("A register"), _("Sales need a till with a series of its own."), site, found.registers),
        Step(_("Those who work here"), _("Everyone logs in by themselves, with their own rights."),
             reverse("staff:new"), found.staff, may_wait=True),
        Step(_("The first part"), _("Something to sell: number, name, price."), reverse("parts:new"), found.parts),
        Step(_("The first sale"), _("Open the drawer with its float, then scan or type and press Pay."),
             reverse("counter:sale") if found.drawer else reverse("drawers:list"), found.sold),
    ]  # fmt: skip
    return listed if any(not one.done and not one.may_wait for one in listed) else []


def next_step(here: Desk) -> Step | None:
    """The first step that a shop cannot do without and that is not done, while the list lives. One query."""
    return next((one for one in steps(here) if not one.done and not one.may_wait), None)
