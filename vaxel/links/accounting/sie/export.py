"""Units as SIE 4I files: one a fiscal year, checked, read back by our own reader and compared (A-15 to A-18)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

import vaxel
from vaxel.business.accounting.models import Account
from vaxel.business.exports.models import Target, Unit
from vaxel.business.locations.models import Company, Site
from vaxel.kernel.refusals import Refused
from vaxel.links.accounting.sie import reader, writer
from vaxel.links.accounting.sie.records import COST_CENTRE, File, Row, Voucher


class NotReadBack(Refused):
    """Our own reader found something else than what was to be written: a bug, and nothing is handed over."""

    sentence = _("The file was made and read back, and the sums differ for account %(account)s. It is not kept.")


def by_year(units: Sequence[Unit]) -> dict[int, list[Unit]]:
    """Fiscal year → its units: a file holds vouchers of one year."""
    found: dict[int, list[Unit]] = {}
    for unit in sorted(units, key=lambda one: (one.business_date, one.source_ref)):
        found.setdefault(unit.business_date.year, []).append(unit)
    return found


def content(target: Target, units: Sequence[Unit], *, number: int, at: datetime, by: str) -> bytes:
    """The file's bytes. Refuses with NotFitForSie and NotReadBack."""
    company = Company.objects.get()
    made = file(target, units, company, _names(units), number=number, at=at, by=by)
    written = writer.write(made)
    _compare(units, written)
    return written


def file(
    target: Target, units: Sequence[Unit], company: Company, names: tuple[Mapping[str, str], Mapping[str, str]], *,
    number: int, at: datetime, by: str,
) -> File:  # fmt: skip
    """What the file holds. `names`: of the accounts, and of the sites by their code. Pure."""
    accounts, sites = names
    year = units[0].business_date.year
    centres = {row[2] for unit in units for row in unit.rows if row[2]}
    return File(
        company=company.name, organisation_number=company.organisation_number, made_on=at.date(), made_by=by,
        year=(date(year, 1, 1), date(year, 12, 31)), program=("Växel", vaxel.__version__), plan="EUBAS97",
        about=f"Växel {number}", currency=units[0].currency,
        accounts={row[0]: accounts.get(row[0], row[4]) for unit in units for row in unit.rows},
        dimensions={COST_CENTRE: "Kostnadsställe"} if centres else {},
        objects={(COST_CENTRE, code): sites.get(code, code) for code in sorted(centres)},
        vouchers=[_voucher(target, unit, at) for unit in units],
    )  # fmt: skip


def _voucher(target: Target, unit: Unit, at: datetime) -> Voucher:
    rows = [
        Row(account, minor, ((COST_CENTRE, centre),) if centre else (),
            unit.business_date, text)
        for account, _role, centre, minor, text in unit.rows
    ]  # fmt: skip
    return Voucher(target.series.get(unit.kind, "V"), "", unit.business_date, unit.text, at.date(), "", rows)


def _names(units: Sequence[Unit]) -> tuple[dict[str, str], dict[str, str]]:
    numbers = {row[0] for unit in units for row in unit.rows}
    accounts = dict(Account.objects.filter(number__in=numbers).values_list("number", "name_sv"))
    return accounts, dict(Site.objects.values_list("code", "name"))


def _compare(units: Sequence[Unit], written: bytes) -> None:
    """Σ per account of the file, as our reader finds it, is that of the units (A-17)."""
    wanted: Counter[str] = Counter()
    for unit in units:
        for row in unit.rows:
            wanted[row[0]] += row[3]
    found: Counter[str] = Counter()
    for voucher in reader.read(written).file.vouchers:
        for one in voucher.rows:
            found[one.account] += one.amount_minor
    for account in {*wanted, *found}:
        if wanted[account] != found[account]:
            raise NotReadBack(account=account)


def name(units: Sequence[Unit], number: int) -> str:
    """The file's name, ASCII: vaxel_20261120_12.si."""
    return f"vaxel_{units[-1].business_date:%Y%m%d}_{number}.si"
