"""What FakeStripe knows: payment intents, readers with one action each, sessions, refunds, money rows, events.

Behaviour follows payments.md §13–§21. Everything is plain JSON, so that it survives a kill of the fake.
"""

import itertools
import json
import os
import secrets
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

type Thing = dict[str, Any]

DECLINES = {
    "4000000000000002": "generic_decline", "4000000000009995": "insufficient_funds", "4000000000009987": "lost_card",
    "4000000000009979": "stolen_card", "4000000000000069": "expired_card", "4000000000000119": "processing_error",
}  # fmt: skip
AMOUNT_DECLINES = {
    1: "call_issuer", 2: "offline_pin_required", 3: "online_or_offline_pin_required", 5: "generic_decline",
    55: "incorrect_pin", 65: "withdrawal_count_limit_exceeded", 75: "pin_try_exceeded",
}  # fmt: skip
LEAST = {"sek": 300, "nok": 300, "dkk": 250, "usd": 50, "eur": 50, "gbp": 30}
READER_TYPES = {
    "simulated-wpe": "simulated_wisepos_e", "simulated-s700": "simulated_stripe_s700",
    "simulated-s710": "simulated_stripe_s710", "simulated-v660p": "simulated_verifone_v660p",
}  # fmt: skip
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
FEE_PPM, FEE_FIXED = 14_000, 100


class Fault(Exception):
    """An answer that says no, as Stripe words it."""

    def __init__(self, status: int, code: str, message: str = "", kind: str = "invalid_request_error", **more: Any):
        super().__init__(code)
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": message or code.replace("_", " "), **more}}


class World:
    """All objects by id. Every change happens under `lock`; `save` keeps it on disk when a place was given."""

    def __init__(self, place: Path | None = None) -> None:
        self.lock = threading.RLock()
        self.place = place
        self.things: dict[str, Thing] = {}
        self.events: list[Thing] = []
        self.answers: dict[str, list[Any]] = {}
        self.ahead_s = 0
        if place and place.exists():
            held = json.loads(place.read_text())
            self.things, self.events, self.answers = held["things"], held["events"], held["answers"]

    def save(self) -> None:
        """What stands now survives a kill."""
        if self.place:
            aside = self.place.with_suffix(".new")
            text = json.dumps({"things": self.things, "events": self.events, "answers": self.answers})
            aside.write_text(text)
            os.replace(aside, self.place)

    def now(self) -> int:
        """The fake's own clock: `ahead_s` turns it forward."""
        return int(time.time()) + self.ahead_s

    def make(self, prefix: str, kind: str, **fields: Any) -> Thing:
        """A new object with an id that nobody takes for a real one."""
        made = {"id": f"{prefix}_fake{secrets.token_hex(8)}", "object": kind, "livemode": False, **fields}
        made.setdefault("created", self.now())
        self.things[made["id"]] = made
        return made

    def get(self, id: str, kind: str) -> Thing:
        """The object; 404 as Stripe says it."""
        found = self.things.get(id)
        if found is None or found["object"] != kind:
            raise Fault(404, "resource_missing", f"No such {kind}: '{id}'", param="id")
        return found

    def all(self, kind: str) -> Iterator[Thing]:
        """Objects of a kind, newest first."""
        found = [one for one in self.things.values() if one["object"] == kind]
        return iter(sorted(found, key=lambda one: (one.get("created", 0), one["id"]), reverse=True))

    def tell(self, type: str, thing: Thing) -> None:
        """An event says so, to whoever asks for events."""
        self.events.append({
            "id": f"evt_fake{secrets.token_hex(8)}", "object": "event", "api_version": "2026-10-28.endive",
            "created": self.now(), "livemode": False, "pending_webhooks": 0, "type": type,
            "request": {"id": None, "idempotency_key": None}, "data": {"object": json.loads(json.dumps(thing))},
        })  # fmt: skip

    # Payment intents

    def intend(self, form: Thing) -> Thing:
        """A payment intent that waits for a means of payment."""
        amount, currency = int(form["amount"]), form["currency"].lower()
        if amount < LEAST.get(currency, 1):
            raise Fault(400, "amount_too_small", param="amount")
        if amount > 99_999_999:
            raise Fault(400, "amount_too_large", param="amount")
        return self.make(
            "pi", "payment_intent", amount=amount, currency=currency, status="requires_payment_method",
            amount_received=0, amount_capturable=0, capture_method=form.get("capture_method", "automatic"),
            confirmation_method="automatic", metadata=form.get("metadata", {}), description=form.get("description"),
            payment_method_types=form.get("allowed_payment_method_types", ["card"]), latest_charge=None,
            last_payment_error=None, cancellation_reason=None, canceled_at=None, amount_details={"tip": {}},
            next_action=None, payment_method=None, review=None,
        )  # fmt: skip

    def pay(self, intent: Thing, number: str, how: str, *, brand: str = "visa") -> None:
        """The means of payment was presented: the intent has succeeded, is held, or is open again with an error."""
        code = DECLINES.get(number) or (AMOUNT_DECLINES.get(intent["amount"] % 100) if how == "card_present" else None)
        charge = self._charge(intent, number, how, brand)
        if code:
            charge |= {"status": "failed", "paid": False, "captured": False, "amount_captured": 0,
                       "failure_code": "card_declined"}  # fmt: skip
            intent["last_payment_error"] = {
                "type": "card_error", "code": "card_declined", "decline_code": code, "message": "Declined.",
                "charge": charge["id"],
            }  # fmt: skip
            self.tell("payment_intent.payment_failed", intent)
            return
        intent |= {"latest_charge": charge["id"], "last_payment_error": None}
        if intent["capture_method"] == "manual":
            charge |= {"captured": False, "amount_captured": 0}
            intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
            self.tell("payment_intent.amount_capturable_updated", intent)
        else:
            self._succeed(intent, charge, intent["amount"])

    def _charge(self, intent: Thing, number: str, how: str, brand: str) -> Thing:
        details: Thing = {"type": how}
        if how in ("card", "card_present"):
            details[how] = {
                "brand": brand, "last4": number[-4:], "exp_month": 12, "exp_year": 2030, "funding": "debit",
                "network": brand, "fingerprint": f"fp{number[-4:]}",
            }  # fmt: skip
            if how == "card_present":
                details[how] |= {
                    "read_method": "contactless_emv", "incremental_authorization_supported": False,
                    "overcapture_supported": False, "generated_card": None,
                    "receipt": {"application_preferred_name": "VISA DEBIT", "dedicated_file_name": "A0000000031010",
                                "account_type": "debit", "authorization_response_code": "3030",
                                "application_cryptogram": "F0CA8E1B2C3D4E5F"},
                }  # fmt: skip
        else:
            details[how] = {}
        return self.make(
            "ch", "charge", amount=intent["amount"], amount_captured=intent["amount"], amount_refunded=0,
            billing_details={"address": None, "email": None, "name": None, "phone": None}, captured=True,
            currency=intent["currency"], disputed=False, metadata=dict(intent["metadata"]), paid=True, refunded=False,
            status="succeeded", payment_intent=intent["id"], payment_method_details=details,
            authorization_code="123456", balance_transaction=None, failure_code=None,
            outcome={"type": "authorized", "risk_level": "normal", "network_status": "approved_by_network",
                     "seller_message": "Payment complete."},
        )  # fmt: skip

    def _succeed(self, intent: Thing, charge: Thing, amount: int) -> None:
        intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
        charge |= {"captured": True, "amount_captured": amount}
        fee = amount * FEE_PPM // 1_000_000 + FEE_FIXED
        charge["balance_transaction"] = self._money("charge", charge["id"], amount, fee, intent["currency"])["id"]
        self.tell("payment_intent.succeeded", intent)

    def _money(self, category: str, source: str, amount: int, fee: int, currency: str) -> Thing:
        return self.make(
            "txn", "balance_transaction", amount=amount, fee=fee, net=amount - fee, currency=currency,
            reporting_category=category, type=category, source=source, status="available", fee_details=[],
            available_on=self.now() + 2 * 86_400, balance_type="payments", description=None, exchange_rate=None,
        )  # fmt: skip

    def capture(self, intent: Thing, amount: int | None) -> None:
        """The held money is ours, or so much of it."""
        if intent["status"] == "succeeded":
            raise Fault(400, "charge_already_captured")
        if intent["status"] != "requires_capture":
            raise Fault(400, "payment_intent_unexpected_state")
        self._succeed(intent, self.things[intent["latest_charge"]], amount or intent["amount_capturable"])

    def cancel(self, intent: Thing, reason: str | None) -> None:
        """Nobody can pay it any more."""
        if intent["status"] not in (*OPEN, "requires_capture"):
            raise Fault(400, "payment_intent_unexpected_state", payment_intent=intent)
        intent |= {"status": "canceled", "cancellation_reason": reason, "canceled_at": self.now(),
                   "amount_capturable": 0}  # fmt: skip
        self.tell("payment_intent.canceled", intent)

    # Terminal

    def locate(self, form: Thing) -> Thing:
        """A place with readers."""
        return self.make("tml", "terminal.location", display_name=form["display_name"], address=form["address"],
                         metadata=form.get("metadata", {}))  # fmt: skip

    def enlist(self, form: Thing) -> Thing:
        """A reader that a code was typed for."""
        code = form["registration_code"]
        if code not in READER_TYPES:
            raise Fault(400, "resource_missing", "That registration code is not known.", param="registration_code")
        return self.make(
            "tmr", "terminal.reader", device_type=READER_TYPES[code], label=form.get("label") or code,
            location=form.get("location"), serial_number=secrets.token_hex(5).upper(), status="online", action=None,
            metadata=form.get("metadata", {}), ip_address="127.0.0.1", device_sw_version="2.42.0",
            last_seen_at=self.now() * 1000,
        )  # fmt: skip

    def act(self, reader: Thing, kind: str, **of: Any) -> None:
        """The reader's one action slot holds this now, whatever stood there."""
        if reader["status"] == "offline":
            raise Fault(400, "terminal_reader_offline")
        reader["action"] = {"type": kind, "status": "in_progress", "failure_code": None, "failure_message": None,
                            "api_error": None, kind: of}  # fmt: skip

    def process(self, reader: Thing, form: Thing) -> None:
        """The reader asks for a card for the intent."""
        intent = self.get(form["payment_intent"], "payment_intent")
        if intent["status"] != "requires_payment_method":
            raise Fault(400, "intent_invalid_state", payment_intent=intent)
        self.act(reader, "process_payment_intent", payment_intent=intent["id"],
                 process_config=form.get("process_config", {}))  # fmt: skip

    def present(self, reader: Thing, number: str) -> None:
        """Somebody held a card to the reader."""
        action = reader["action"]
        if not action or action["status"] != "in_progress":
            raise Fault(400, "terminal_reader_invalid_state", "The reader waits for nothing.")
        if action["type"] == "refund_payment":
            action["refund_payment"]["refund"] = self.refund(
                {"payment_intent": action["refund_payment"]["payment_intent"],
                 "amount": action["refund_payment"]["amount"], "metadata": action["refund_payment"]["metadata"]}
            )["id"]  # fmt: skip
            action["status"] = "succeeded"
            return
        intent = self.get(action["process_payment_intent"]["payment_intent"], "payment_intent")
        self.pay(intent, number, "card_present")
        error = intent["last_payment_error"]
        if error:
            action |= {"status": "failed", "failure_code": "card_declined", "failure_message": "Declined.",
                       "api_error": dict(error)}  # fmt: skip
        else:
            action["status"] = "succeeded"
        self.tell(f"terminal.reader.action_{'failed' if error else 'succeeded'}", reader)

    def walk_away(self, reader: Thing) -> None:
        """The customer pressed the reader's own cancel."""
        action = reader["action"]
        if action and action["status"] == "in_progress":
            action |= {"status": "failed", "failure_code": "customer_canceled", "failure_message": "Cancelled."}
            self.tell("terminal.reader.action_failed", reader)

    # Checkout

    def checkout(self, form: Thing) -> Thing:
        """A session that one can pay once, on the fake's own page."""
        lines = form["line_items"]
        amount = sum(int(one["price_data"]["unit_amount"]) * int(one["quantity"]) for one in lines)
        currency = lines[0]["price_data"]["currency"]
        intent_data = form.get("payment_intent_data", {})
        expires = int(form.get("expires_at") or self.now() + 86_400)
        if not self.now() + 1_700 <= expires <= self.now() + 86_460:
            raise Fault(
                400, "parameter_invalid_integer", "expires_at: between 30 minutes and 24 hours", param="expires_at"
            )
        made = self.make(
            "cs", "checkout.session", mode="payment", status="open", payment_status="unpaid", amount_total=amount,
            amount_subtotal=amount, currency=currency, success_url=form["success_url"],
            cancel_url=form.get("cancel_url"), expires_at=expires, payment_intent=None,
            client_reference_id=form.get("client_reference_id"), metadata=form.get("metadata", {}),
            automatic_tax={"enabled": False, "liability": None, "provider": None, "status": None}, custom_fields=[],
            custom_text={"after_submit": None, "shipping_address": None, "submit": None,
                         "terms_of_service_acceptance": None},
            payment_method_types=form.get("allowed_payment_method_types", ["card", "klarna"]), shipping_options=[],
            locale=form.get("locale"), url="",
        )  # fmt: skip
        made["_intent"] = {"metadata": intent_data.get("metadata", {}), "description": intent_data.get("description"),
                           "capture_method": intent_data.get("capture_method", "automatic")}  # fmt: skip
        made["_name"] = lines[0]["price_data"]["product_data"]["name"]
        return made

    def buy(self, session: Thing, number: str, how: str) -> None:
        """The customer pressed Pay on the session's page."""
        if session["status"] != "open":
            raise Fault(400, "session_not_open", "This session is not open any more.")
        intent = self.things.get(session["payment_intent"] or "")
        if intent is None:
            intent = self.intend({"amount": session["amount_total"], "currency": session["currency"],
                                  "allowed_payment_method_types": session["payment_method_types"],
                                  **session["_intent"]})  # fmt: skip
            session["payment_intent"] = intent["id"]
        self.pay(intent, number, how)
        if intent["status"] in ("succeeded", "requires_capture"):
            paid = intent["status"] == "succeeded"
            session |= {"status": "complete", "payment_status": "paid" if paid else "unpaid"}
            self.tell("checkout.session.completed", bare(session))

    def expire(self, session: Thing) -> None:
        """Nobody can pay by it any more."""
        if session["status"] != "open":
            raise Fault(400, "session_not_open", "Only open sessions can be expired.")
        session["status"] = "expired"
        intent = self.things.get(session["payment_intent"] or "")
        if intent and intent["status"] in OPEN:
            intent |= {"status": "canceled", "cancellation_reason": "expired"}
        self.tell("checkout.session.expired", bare(session))

    def pass_time(self) -> None:
        """What has run out by now is expired."""
        for one in list(self.all("checkout.session")):
            if one["status"] == "open" and one["expires_at"] <= self.now():
                self.expire(one)

    # Money back, and out

    def refund(self, form: Thing) -> Thing:
        """Money goes back to where it came from; never more than came."""
        intent = self.get(form["payment_intent"], "payment_intent")
        charge = self.things.get(intent["latest_charge"] or "")
        if charge is None or not charge["captured"]:
            raise Fault(400, "payment_intent_unexpected_state")
        left = charge["amount_captured"] - charge["amount_refunded"]
        amount = int(form.get("amount") or left)
        if left == 0:
            raise Fault(400, "charge_already_refunded")
        if amount > left:
            raise Fault(400, "amount_too_large", param="amount")
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
        made = self.make(
            "re", "refund", amount=amount, currency=charge["currency"], charge=charge["id"], status="succeeded",
            payment_intent=intent["id"], metadata=form.get("metadata", {}), reason=form.get("reason"),
        )  # fmt: skip
        made["balance_transaction"] = self._money("refund", made["id"], -amount, 0, charge["currency"])["id"]
        self.tell("refund.created", made)
        return made

    def fail_refund(self, refund: Thing) -> None:
        """The customer's bank refused it, days later: its money is on the account again."""
        refund |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
        row = self._money("refund_failure", refund["id"], refund["amount"], 0, refund["currency"])
        refund["failure_balance_transaction"] = row["id"]
        self.tell("refund.failed", refund)

    def pay_out(self) -> Thing | None:
        """Everything that was not paid out yet goes to the bank in one payout; None when that is nothing."""
        rows = [one for one in self.all("balance_transaction") if not one.get("_payout")]
        net = sum(one["net"] for one in rows)
        if net <= 0:
            return None
        made = self.make(
            "po", "payout", amount=net, currency=rows[0]["currency"], arrival_date=self.now(), automatic=True,
            method="standard", reconciliation_status="completed", source_type="card", status="paid",
            type="bank_account", metadata={}, description="STRIPE PAYOUT", balance_transaction=None,
        )  # fmt: skip
        own = self._money("payout", made["id"], -net, 0, made["currency"])
        made["balance_transaction"] = own["id"]
        for one in (*rows, own):
            one["_payout"] = made["id"]
        self.tell("payout.reconciliation_completed", made)
        return made

    def return_payout(self, payout: Thing) -> None:
        """The bank sent it back; its money is on the account again."""
        payout |= {"status": "failed", "failure_code": "account_closed"}
        self._money("payout_reversal", payout["id"], payout["amount"], 0, payout["currency"])
        self.tell("payout.failed", payout)

    def balance(self) -> int:
        """What the account holds or has paid out to the bank, after fees."""
        kinds = ("charge", "refund")
        return sum(one["net"] for one in self.all("balance_transaction") if one["reporting_category"] in kinds)


def bare(thing: Thing) -> Thing:
    """The object as it is shown: without the fake's own notes."""
    return {key: value for key, value in thing.items() if not key.startswith("_")}


_counter = itertools.count(1)


def request_id() -> str:
    """The next request's number."""
    return f"req_fake{next(_counter):08d}"
