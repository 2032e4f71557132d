"""A posting cut by who pays: the lines of each payer's jobs, out of one set of totals (S-160, S-162).

Nothing is computed anew for a part: every line keeps the net and tax it has in the whole, so that the parts sum to
the ticket's net, tax and total, rate by rate, to the minor unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vaxel.business.accounting.tax import TaxGroup
from vaxel.business.billing.goods import Goods
from vaxel.business.parties.models import Party
from vaxel.business.tickets import costing
from vaxel.business.tickets.models import Job
from vaxel.business.tickets.totals import Totals


@dataclass(frozen=True, slots=True)
class Share:
    """What one payer buys of a ticket."""

    payer: Party
    jobs: Sequence[Job]
    groups: Sequence[TaxGroup]

    @property
    def gross(self) -> int:
        """With VAT."""
        return self.sums[2]

    @property
    def sums(self) -> tuple[int, int, int]:
        """Net, tax and total."""
        net, tax = sum(group.net for group in self.groups), sum(group.tax for group in self.groups)
        return net, tax, net + tax


def cut(contents: costing.Contents, jobs: Sequence[Job], sums: Totals) -> list[Share]:
    """A share per payer who buys a line with a price, the customer's first, the others as their jobs stand."""
    customer = contents.ticket.customer
    bought: dict[Party, list[Job]] = {customer: []}
    for job in jobs:
        bought.setdefault(job.payer or customer, []).append(job)
    shares = [Share(payer, theirs, _groups(contents, theirs, sums)) for payer, theirs in bought.items()]
    return [one for one in shares if one.groups]


def together(parts: Sequence[Share]) -> tuple[int, int, int]:
    """Net, tax and total of all of them."""
    net, tax = sum(one.sums[0] for one in parts), sum(one.sums[1] for one in parts)
    return net, tax, net + tax


def _groups(contents: costing.Contents, jobs: Sequence[Job], sums: Totals) -> list[TaxGroup]:
    """Net and tax per rate of the jobs' lines, in the order of the whole."""
    lines = [sums.lines[line.pk] for job in jobs for line in contents.lines[job.pk] if line.pk in sums.lines]
    found = []
    for group in sums.groups:
        mine = [line for line in lines if (line.category, line.ppm) == (group.category, group.ppm)]
        if mine:
            net, tax = sum(line.net for line in mine), sum(line.tax for line in mine)
            found.append(TaxGroup(group.category, group.ppm, net, tax))
    return found


def goods_of(contents: costing.Contents, share: Share, gone: Goods) -> Goods:
    """Of all that went out with the posting, what the share's lines took."""
    mine = {line.pk for job in share.jobs for line in contents.lines[job.pk]}
    moved = [one for one in gone.moved if one.move.source_id in mine]
    return Goods(
        {line: cost for line, cost in gone.costs.items() if line in mine}, -sum(one.value_minor for one in moved),
        sum(one.revalued_minor for one in moved), moved,
    )  # fmt: skip
