"""What stock documents post when no bill or invoice does it: the stock's worth against its change (M-69, P-12)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from vaxel.business.accounting import ledger as accounts
from vaxel.business.accounting.ledger import Words
from vaxel.business.locations.models import Site
from vaxel.business.stock.ledger import Moved
from vaxel.kernel import clock


def post(
    moved: Iterable[Moved], *, site: Site, text: Words, source_kind: str, source_id: UUID, at: datetime,
    against: str = "stock_change",
) -> int:  # fmt: skip
    """The sum of the moves' values stands on the stock account, and with the other sign on `against`; it is returned.

    One entry a source; none when the stock is worth the same as before.
    """
    worth = sum(one.value_minor + one.revalued_minor for one in moved)
    if worth:
        draft = accounts.Draft(
            site_id=site.pk, day=clock.local(at, site.time_zone).date(), text=text, source_kind=source_kind,
            source_id=source_id, currency=site.currency, postings=(("stock", worth), (against, -worth)),
        )  # fmt: skip
        accounts.write([draft], at=at)
    return worth


def post_revalued(
    moved: Iterable[Moved], *, site: Site, text: Words, source_kind: str, source_id: UUID, at: datetime
) -> int:  # fmt: skip
    """As `post`, of goods that only changed place or form: what was sold before they came costs otherwise (K-77)."""
    besides = [replace(one, value_minor=0) for one in moved]
    return post(besides, site=site, text=text, source_kind=source_kind, source_id=source_id, at=at)
