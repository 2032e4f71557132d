"""Stripe's payouts, read when Stripe says they are complete, and again while the bank may send them back (§21)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from vaxel.business.payments import payouts
from vaxel.business.payments.attempts import Definitive, NoAnswer, Retryable
from vaxel.business.payments.payout_models import Payout
from vaxel.business.payments.payouts import Row, Seen
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.worker import every
from vaxel.links.stripe.client import client, rows

LOOK_BACK = timedelta(days=14)  # a payout that was paid can fail within five working days
OWN_ROW = "payout"


@every(900)
def poll() -> None:
    """New payouts are taken in; a provider that does not answer is asked again later."""
    if settings.CARD_TERMINAL.startswith("vaxel.links.stripe"):
        fetch()


def fetch() -> int | None:
    """As `poll`, at once; how many payouts were new, or None when the provider did not answer."""
    by, new = Actor.system("payouts"), 0
    since = {"created": {"gte": int((clock.now() - LOOK_BACK).timestamp())}}
    known = {one.provider_id: one for one in Payout.objects.filter(made_at__gte=clock.now() - LOOK_BACK * 2)}
    try:
        seen = list(rows(client().v1.payouts.list, since))
        for one in reversed(seen):
            held = known.get(one["id"])
            if held is not None and one["status"] == "failed":
                payouts.fail(held, by=by, at=clock.now())
            elif held is None and one["reconciliation_status"] == "completed" and one["status"] != "failed":
                payouts.take_in(_read(one), by=by, at=clock.now())
                new += 1
    except (Definitive, NoAnswer, Retryable):
        return None
    return new


def _read(payout: dict[str, Any]) -> Seen:
    sent = {"payout": payout["id"], "expand": ["data.source"]}
    moved = [one for one in rows(client().v1.balance_transactions.list, sent) if one["reporting_category"] != OWN_ROW]
    return Seen(
        provider="stripe", provider_id=payout["id"], currency=payout["currency"].upper(), amount=payout["amount"],
        arrival_on=datetime.fromtimestamp(payout["arrival_date"], UTC).date(),
        made_at=datetime.fromtimestamp(payout["created"], UTC), rows=[_row(one) for one in moved],
    )  # fmt: skip


def _row(txn: dict[str, Any]) -> Row:
    source: Any = txn["source"]
    named = source.get("metadata") or {} if isinstance(source, dict) else {}
    return Row(
        txn_id=txn["id"], category=txn["reporting_category"],
        source_id=str(source["id"] if isinstance(source, dict) else source or ""),
        our_id=str(named.get("pos_refund") or named.get("pos_payment") or ""),
        amount=txn["amount"], fee=txn["fee"], net=txn["net"],
    )  # fmt: skip
