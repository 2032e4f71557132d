"""What stands on paper: seller, buyer, vehicle and jobs as plain JSON, frozen when a document is issued (S-2, M-19)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from vaxel.business.locations.models import Company, Site
from vaxel.business.parties.models import Party
from vaxel.business.tickets import costing
from vaxel.business.tickets.models import Job, Line
from vaxel.business.tickets.totals import Totals
from vaxel.business.vehicles.models import Vehicle

INVOICE_TEXTS = ("terms", "complaint", "footer")
RECEIPT_TEXTS = ("returns", "footer")


def texts(company: Company, keys: Sequence[str], language: str) -> dict[str, str]:
    """The company's printed texts of these keys that are written, in the language, else in the other one."""
    found = {}
    for key in keys:
        held = company.texts.get(key) or {}
        text = str(held.get(language) or next((one for one in held.values() if one), ""))
        if text.strip():
            found[key] = text
    return found


def seller(company: Company, site: Site) -> dict[str, Any]:
    """Who sells, as the law wants it on receipts and invoices (R-10)."""
    return {
        "name": company.name, "organisation_number": company.organisation_number, "vat_number": company.vat_number,
        "address": company.address, "phone": site.phone or company.phone, "email": site.email or company.email,
        "bank_giro": company.bank_giro, "site_name": site.name, "site_address": site.address,
        "f_tax_text": str(company.texts.get("f_tax", "")),
    }  # fmt: skip


def buyer(customer: Party, reference: str = "") -> dict[str, Any]:
    """Who buys; the walk-in customer has no name on paper."""
    return {
        "name": "" if customer.is_walk_in else customer.name, "address": customer.address,
        "organisation_number": customer.organisation_number, "vat_number": customer.vat_number,
        "language": customer.language, "reference": reference,
    }  # fmt: skip


def car(vehicle: Vehicle | None, odometer_km: int | None = None) -> dict[str, Any] | None:
    """The vehicle as it was then."""
    if vehicle is None:
        return None
    return {
        "plate": vehicle.plate, "make": vehicle.make, "model": vehicle.model, "model_year": vehicle.model_year,
        "vin": vehicle.vin or vehicle.chassis_number, "odometer_km": odometer_km,
    }  # fmt: skip


def quote_body(
    contents: costing.Contents, jobs: Sequence[Job], *, number: int, n: int, valid_until: date, day: datetime
) -> dict[str, Any]:
    """The frozen body of a quote version: each job with its own sum, and the sum of all with VAT per rate (S-87)."""
    ticket = contents.ticket
    rates = costing.rates_for(ticket.site, costing.business_day(ticket.site, day))
    counted = costing.one_of_each(jobs)
    whole = costing.sum_of(contents, counted, rates)
    rough = any(job.price_kind in ("rough", "running") for job in jobs)
    company = Company.objects.get()
    return {
        "number": number, "n": n, "title": "estimate" if rough else "quote", "language": ticket.customer.language,
        "currency": ticket.currency, "basis": ticket.price_basis, "ticket_ref": ticket.ref,
        "seller": seller(company, ticket.site), "buyer": buyer(ticket.customer, ticket.po_number),
        "vehicle": car(ticket.vehicle, ticket.odometer_in_km), "concern": ticket.concern,
        "day": costing.business_day(ticket.site, day).isoformat(), "valid_until": valid_until.isoformat(),
        "jobs": [job_body(job, contents.lines[job.pk], costing.sum_of(contents, [job], rates, whole=False),
                          whole if job in counted else None) for job in jobs],
        "taxes": [{"category": one.category, "ppm": one.ppm, "net_minor": one.net, "tax_minor": one.tax}
                  for one in whole.groups],
        "net_minor": whole.net, "tax_minor": whole.tax, "gross_minor": whole.gross,
    }  # fmt: skip


def job_body(job: Job, lines: Sequence[Line], own: Totals, whole: Totals | None) -> dict[str, Any]:
    """One job: its sum alone (what the customer says yes to), and its lines as they stand in the whole.

    `whole` is None for an option that another one stands for: its lines are what they are alone (S-49).
    """
    return {
        "id": str(job.pk), "title": job.title, "concern": job.concern, "price_kind": job.price_kind,
        "pricing": job.pricing, "gross_minor": own.gross, "net_minor": own.net,
        "lines": [line_body(line, whole or own) for line in lines],
        "option_group": str(job.option_group or ""), "recommended": job.recommended, "counted": whole is not None,
        "adds_to": str(job.adds_to_id or ""),
    }  # fmt: skip


def line_body(line: Line, totals: Totals) -> dict[str, Any]:
    """One line as printed; its amounts are after all discounts."""
    sums = totals.lines.get(line.pk)
    return {
        "id": str(line.pk), "part": str(line.part_id or ""), "kind": line.kind, "number": line.number,
        "text": line.text, "quantity_milli": line.quantity_milli, "unit": line.unit,
        "unit_price_cm": line.unit_price_cm, "amount_minor": sums.amount if sums else 0,
        "discount_minor": sums.discount + sums.share if sums else 0,
    }  # fmt: skip
