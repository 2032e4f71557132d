"""The crash windows of payments (payments.md §5), each played by processes that are killed, for test_payment_crashes.

python -m tests.faults.payment_windows FAKE_FILE W1 W2 …      with a shop's environment; prints a JSON object a window

Nothing here touches the database but forked children: one plays a till and dies at its point by SIGKILL, the provider's
own process is killed and started again, and another child recovers as the worker does, presses on, and counts.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen
from uuid import UUID

import django

AMOUNT = 10_000
READER = "tmr_fakedemo1"
type Notes = dict[str, Any]


class Fake:
    """FakeStripe in its own process, on a file that outlives it."""

    def __init__(self, place: Path, port: int) -> None:
        self.place, self.port = place, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """It answers."""
        words = ["-m", "vaxel.links.stripe.fake.serve", "--port", str(self.port), "--data", str(self.place)]
        self.process = subprocess.Popen([sys.executable, *words], stdin=subprocess.PIPE)
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("the fake does not start")

    def kill(self) -> None:
        """It is gone, as when the power goes."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()


class Stage:
    """The notes that children leave for each other, and the children."""

    def __init__(self, notes: Path) -> None:
        self.place = notes
        self.notes: Notes = {}

    def keep(self, **more: Any) -> None:
        """What the next child needs to know is on the disk."""
        self.notes |= more
        self.place.write_text(json.dumps(self.notes))

    def child(self, work: Callable[["Stage"], None], crash: str = "") -> int:
        """How a child that did the work ended: 0, or minus the signal that killed it."""
        pid = os.fork()
        if pid == 0:
            os.environ["VAXEL_CRASH_AT"] = crash
            code = 0
            try:
                work(self)
            except BaseException:
                traceback.print_exc()
                code = 3
            os._exit(code)
        _pid, status = os.waitpid(pid, 0)
        self.notes = json.loads(self.place.read_text()) if self.place.exists() else {}
        return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _shop() -> Any:
    from vaxel.business.locations.models import Register, Staff
    from vaxel.kernel.actors import Actor

    register = Register.objects.select_related("site").get(sessions__isnull=False)
    return register, Actor.system("tests", site_id=register.site_id), Staff


def furnish(stage: Stage) -> None:
    """A counter with an open drawer and a reader."""
    from vaxel.business.payments import readers
    from vaxel.business.payments.tests.counter import SETUP, counter

    here = counter()
    readers.add(here.shop.workshop, provider_id=READER, label="Läsare 1", **SETUP)
    stage.keep(furnished=True)


def _cart() -> Any:
    from vaxel.business.locations.tests.cast import AT
    from vaxel.business.tickets import jobs, lines, tickets

    register, by, _staff = _shop()
    ticket = tickets.open_ticket(register.site, kind="counter", register=register, by=by, at=AT)
    job = jobs.add(ticket, by=by, at=AT)
    lines.add(job, [lines.Wish(kind="part", text="Däcklås", unit_price_cm=AMOUNT * 100)], by=by, at=AT)
    ticket.refresh_from_db()
    return ticket


def _press(ticket: Any, key: str) -> Any:
    from vaxel.business.payments import cards
    from vaxel.kernel import clock

    register, by, _staff = _shop()
    return cards.start(ticket, amount_minor=AMOUNT, register=register, id=UUID(key), by=by, at=clock.now())


def _tap() -> None:
    from vaxel.links.stripe.client import ask, client

    sent = {"type": "card_present", "card_present": {"number": "4242424242424242"}}
    ask(client().v1.test_helpers.terminal.readers.present_payment_method, READER, sent)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _begin(stage: Stage, *, send: bool = True) -> Any:
    """A cart, its payment, and the reader that was asked."""
    from vaxel.business.payments import cards

    ticket = _cart()
    stage.keep(ticket=str(ticket.pk))
    payment = _press(ticket, stage.notes["key"])
    return cards.send(payment) if send else payment


def w1(stage: Stage) -> None:
    """Dead before the payment is committed."""
    from vaxel.business.payments import readers

    vars(readers)["lease"] = lambda *_args, **_kwargs: _die()  # inside the transaction, at its end
    _begin(stage)


def until_crash(stage: Stage) -> None:
    """Asks the reader, and dies at the point that was named."""
    _begin(stage)


def w5(stage: Stage) -> None:
    """The customer pays, and the till is dead."""
    _begin(stage)
    _tap()
    _die()


def w7(stage: Stage) -> None:
    """The card is charged, and the till dies with the sale all but committed."""
    from vaxel.business.payments import cards, sales
    from vaxel.kernel import clock

    payment = _begin(stage)
    _tap()
    cards.follow(payment)
    register, by, _staff = _shop()
    sales.finish(payment.ticket, [], register=register, by=by, at=clock.now())


def w8_sold(stage: Stage) -> None:
    """A sale by card, that is to be given back."""
    from vaxel.business.billing.models import Document
    from vaxel.business.payments import cards, refunds, sales
    from vaxel.kernel import clock

    payment = _begin(stage)
    _tap()
    cards.follow(payment)
    register, by, _staff = _shop()
    done = sales.finish(payment.ticket, [], register=register, by=by, at=clock.now())
    document = Document.objects.get(pk=done["document"])
    refunds.take_back(document, register=register, reason="Fel", by=by, at=clock.now())
    stage.keep(document=done["document"])


def w8(stage: Stage) -> None:
    """The refund is sent, and its answer lost."""
    from vaxel.business.payments import cards
    from vaxel.business.payments.models import Payment

    cards.follow(Payment.objects.select_related("refunds").get(amount_minor__lt=0, ticket=stage.notes["ticket"]))


def w9(stage: Stage) -> None:
    """The provider's word of the payment is heard before the answer that made it is stored."""
    from vaxel.business.payments import inbox
    from vaxel.links.stripe import events
    from vaxel.links.stripe.client import ask, client, rows

    made = next(one for one in rows(client().v1.payment_intents.list, {})
                if one["metadata"].get("pos_payment") == stage.notes["key"])  # fmt: skip
    ask(client().v1.terminal.readers.process_payment_intent, READER, {"payment_intent": made["id"]})
    _tap()
    events.fetch()
    inbox.work()


def w10(stage: Stage) -> None:
    """The card is held to the reader as the clerk presses Cancel."""
    from vaxel.business.payments import cards

    payment = _begin(stage)
    _tap()
    cards.cancel(payment)


def w11(stage: Stage) -> None:
    """The customer pays behind the link while the clerk closes it for the reader."""
    from vaxel.business.payments import cards, pay_links, processors
    from vaxel.kernel import clock

    ticket = _cart()
    stage.keep(ticket=str(ticket.pk))
    register, by, _staff = _shop()
    payment = pay_links.start(
        ticket, amount_minor=AMOUNT, register=register, id=UUID(stage.notes["key"]), by=by, at=clock.now()
    )
    address = processors.terminal().open_session(payment.pk, title="x", back_to="http://127.0.0.1:1/p", language="sv")
    sent = urlencode({"how": "card", "number": "4242424242424242"}).encode()
    with suppress(OSError):
        urlopen(address, sent, timeout=10)
    vars(processors.terminal())["cancel"] = lambda _id: _die()
    cards.cancel(payment)


def w12(stage: Stage) -> None:
    """Approved; then the reader is gone, and with it what stood on its screen."""
    from vaxel.links.stripe.client import ask, client

    _begin(stage)
    _tap()
    ask(client().v1.terminal.readers.cancel_action, READER)
    _die()


def w13(stage: Stage) -> None:
    """Nobody answers in the middle of a payment."""
    from vaxel.business.payments import cards
    from vaxel.business.payments.models import Payment

    stage.keep(meanwhile=cards.follow(Payment.objects.get(pk=stage.notes["key"])).state)


def recover(stage: Stage) -> None:
    """What the worker does at start-up; then the clerk goes on: looks, presses again if need be, and finishes."""
    from vaxel.business.payments import cards, sales
    from vaxel.business.payments.models import Payment
    from vaxel.business.tickets.models import Ticket
    from vaxel.kernel import clock
    from vaxel.kernel.ids import new_id

    cards.watch()
    ticket = Ticket.objects.select_related("site", "customer").get(pk=stage.notes["ticket"])
    payment = Payment.objects.filter(pk=stage.notes["key"]).first()
    if payment is None:
        payment = cards.send(_press(ticket, stage.notes["key"]))
    if payment.state == "declined":
        payment = cards.send(_press(ticket, str(new_id())))
    if payment.state == "pending":
        _tap()
        payment = cards.follow(payment)
    if ticket.state != "posted":
        register, by, _staff = _shop()
        sales.finish(ticket, [], register=register, by=by, at=clock.now())
    stage.keep(**_counted(stage, payment))


def _counted(stage: Stage, payment: Any) -> Notes:
    """What the shop and the provider hold of this ticket's money."""
    from django.db.models import Sum

    from vaxel.business.accounting.models import Posting
    from vaxel.business.billing.models import Document
    from vaxel.business.payments.models import Attempt, Payment
    from vaxel.kernel import checks
    from vaxel.kernel.models import TrayItem
    from vaxel.links.stripe.client import client, rows

    ours = Payment.objects.filter(ticket=stage.notes["ticket"])
    named = {str(pk) for pk in ours.values_list("pk", flat=True)}
    intents = [one for one in rows(client().v1.payment_intents.list, {}) if one["metadata"].get("pos_payment") in named]
    back = [one for one in rows(client().v1.refunds.list, {}) if one["metadata"].get("pos_refund") in named]
    documents = Document.objects.filter(ticket=stage.notes["ticket"])
    booked = Posting.objects.filter(entry__source_id__in=documents.values("pk"), role="card_clearing")
    wrong = {name: found for name, found in checks.run_all().items() if found and name != "kernel.events"}
    return {
        "state": payment.state, "charged": sum(one["amount_received"] for one in intents),
        "charges": sum(one["status"] == "succeeded" for one in intents), "given_back": [one["amount"] for one in back],
        "receipts": documents.filter(kind="receipt").count(),
        "booked": booked.aggregate(sum=Sum("amount_minor"))["sum"] or 0,
        "open": Attempt.objects.filter(payment__in=ours).exclude(state__in=("succeeded", "failed")).count(),
        "tray": sorted(TrayItem.objects.filter(subject_id__in=ours.values("pk")).values_list("kind", flat=True)),
        "wrong": wrong,
    }  # fmt: skip


# Window → (what dies, the point where it does, what happens before recovery begins).
WINDOWS: dict[str, tuple[Callable[[Stage], None], str, Callable[[Stage], None] | None]] = {
    "W1": (w1, "", None), "W2": (until_crash, "W2.prepared", None), "W3": (until_crash, "create.after_send", None),
    "W4": (until_crash, "process.after_send", None), "W5": (w5, "", None), "W7": (w7, "W7.before_commit", None),
    "W8": (w8, "refund.after_send", None), "W9": (until_crash, "create.after_send", w9),
    "W10": (w10, "cancel.before_send", None), "W11": (w11, "", None), "W12": (w12, "", None),
    "W13": (until_crash, "process.after_send", None),
}  # fmt: skip


def play(name: str, fake: Fake, notes: Path) -> Notes:
    """The window was played, and this is what stood afterwards."""
    from vaxel.kernel.ids import new_id

    stage = Stage(notes)
    stage.keep(key=str(new_id()))
    dies, point, between = WINDOWS[name]
    if name == "W8" and stage.child(w8_sold) != 0:
        raise RuntimeError("W8 could not be prepared")
    ended = stage.child(dies, point)
    fake.kill()
    if name == "W13" and stage.child(w13) != 0:
        raise RuntimeError("W13: the till fell with the provider")
    fake.start()
    if between is not None and stage.child(between) != 0:
        raise RuntimeError(f"{name}: what comes between failed")
    recovered = stage.child(recover)
    return {"window": name, "killed": ended == -signal.SIGKILL, "recovered": recovered == 0, **stage.notes}


def main() -> None:
    """Play the windows that are named, one after the other, in one shop."""
    place = Path(sys.argv[1])
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    os.environ |= {"VAXEL_STRIPE_KEY": "sk_test_fake", "VAXEL_STRIPE_API": f"http://127.0.0.1:{port}"}
    django.setup()
    fake = Fake(place, port)
    fake.start()
    try:
        if Stage(place.with_suffix(".shop")).child(furnish) != 0:
            raise RuntimeError("the shop could not be furnished")
        for name in sys.argv[2:]:
            print(json.dumps(play(name, fake, place.with_suffix(f".{name}"))), flush=True)
    finally:
        fake.kill()


if __name__ == "__main__":
    main()
