"""What a ticket costs: pure arithmetic over its jobs and lines, from each line to the sum (M-12 to M-22, S-46, S-80).

The same computation serves the screen, the quote, the approval and the posted document, so that none can differ.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from vaxel.business.accounting.tax import Basis, TaxGroup, TaxLine, compute
from vaxel.business.tickets.refusals import SumTooLarge
from vaxel.kernel.money import LARGEST_MINOR, MILLION, allocate, line_amount, rdiv

WITHOUT_AMOUNT = frozenset({"note", "placeholder"})
type Rates = Callable[[str], tuple[str, int]]


@dataclass(frozen=True, slots=True)
class CostedLine:
    """A line as the arithmetic sees it; the amounts are in the ticket's price basis."""

    id: Hashable
    kind: str
    quantity_milli: int
    unit_price_cm: int
    tax_code: str = "standard"
    discount_ppm: int = 0
    discount_minor: int = 0
    discountable: bool = True


@dataclass(frozen=True, slots=True)
class CostedJob:
    """A job's lines and what is taken off the whole job; `fixed_price_minor` is None unless it has a menu price."""

    id: Hashable
    lines: Sequence[CostedLine]
    discount_ppm: int = 0
    discount_minor: int = 0
    fixed_price_minor: int | None = None


@dataclass(frozen=True, slots=True)
class LineTotal:
    """`amount` = `before` − `discount` − `share`, in the basis; net and tax after the spread per rate (M-20)."""

    before: int
    discount: int
    share: int
    amount: int
    net: int
    tax: int
    category: str
    ppm: int


@dataclass(frozen=True, slots=True)
class JobTotal:
    """What the job costs within this sum."""

    net: int
    tax: int

    @property
    def gross(self) -> int:
        """With VAT."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class Totals:
    """All sums of some jobs taken together."""

    lines: Mapping[Hashable, LineTotal]
    jobs: Mapping[Hashable, JobTotal]
    groups: Sequence[TaxGroup]
    net: int
    tax: int
    gross: int
    discount: int = field(default=0)


def total(
    jobs: Sequence[CostedJob], *, basis: Basis, rates: Rates, discount_ppm: int = 0, discount_minor: int = 0
) -> Totals:
    """The sums of `jobs`. `rates(tax_code)` gives (category, ppm); a ticket discount is spread over all lines.

    A discount in money may be more than what is left once a job is declined or a line removed: it takes what there
    is. Refuses with SumTooLarge.
    """
    costed = [(job, line) for job in jobs for line in job.lines if line.kind not in WITHOUT_AMOUNT]
    after_job = [amount for job in jobs for amount in _after_job(job)]
    taxes = [rates(line.tax_code) for _job, line in costed]
    taxable = [
        TaxLine(after, category, ppm, line.discountable)
        for (_job, line), (_before, _off, after), (category, ppm) in zip(costed, after_job, taxes, strict=True)
    ]
    there_is = sum(max(one.amount, 0) for one in taxable if one.discountable)
    off = min(discount_minor, there_is - rdiv(there_is * discount_ppm, MILLION))
    taxed = compute(taxable, basis, discount_minor=off, discount_ppm=discount_ppm)
    if abs(taxed.gross) > LARGEST_MINOR:
        raise SumTooLarge()
    lines: dict[Hashable, LineTotal] = {}
    sums: dict[Hashable, list[int]] = {job.id: [0, 0] for job in jobs}
    for (job, line), (before, off, after), (category, ppm), one in zip(
        costed, after_job, taxes, taxed.lines, strict=True
    ):
        share = before - off - after + one.share
        lines[line.id] = LineTotal(before, off, share, after - one.share, one.net, one.tax, category, ppm)
        sums[job.id][0] += one.net
        sums[job.id][1] += one.tax
    return Totals(
        lines=lines, jobs={key: JobTotal(*value) for key, value in sums.items()}, groups=taxed.groups, net=taxed.net,
        tax=taxed.tax, gross=taxed.gross, discount=sum(one.discount + one.share for one in lines.values()),
    )  # fmt: skip


def _after_job(job: CostedJob) -> list[tuple[int, int, int]]:
    """(before, line discount, amount after line and job discounts) of each line with an amount."""
    costed = [line for line in job.lines if line.kind not in WITHOUT_AMOUNT]
    amounts = [
        line_amount(line.quantity_milli, line.unit_price_cm, line.discount_ppm, line.discount_minor) for line in costed
    ]
    if job.fixed_price_minor is not None:
        return _menu_price(job.fixed_price_minor, [one.before for one in amounts], job)
    weights = [max(one.amount, 0) if line.discountable else 0 for line, one in zip(costed, amounts, strict=True)]
    shares = _job_shares(job, weights)
    return [(one.before, one.discount, one.amount - share) for one, share in zip(amounts, shares, strict=True)]


def _job_shares(job: CostedJob, weights: Sequence[int]) -> list[int]:
    base = sum(weights)
    off = min(rdiv(base * job.discount_ppm, MILLION) + job.discount_minor, base)
    return allocate(off, weights) if off else [0] * len(weights)


def _menu_price(price: int, ordinary: Sequence[int], job: CostedJob) -> list[tuple[int, int, int]]:
    """The fixed price spread over its components by their ordinary prices (S-46); without any, on the first."""
    weights = [max(one, 0) for one in ordinary]
    if not weights:
        return []
    if not sum(weights):
        weights[0] = 1
    spread = allocate(price, weights)
    shares = _job_shares(job, spread)
    return [(part, 0, part - share) for part, share in zip(spread, shares, strict=True)]
