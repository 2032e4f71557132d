"""Stripe's readers, driven from the server, as the business's `Terminal`; and what a payment link's session says.

Truth order: the payment intent first, the reader's action second (payments.md §13.6). Nothing here writes to the
database but by actions of `payments`.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from vaxel.business.payments import attempts
from vaxel.business.payments.attempts import Answer, Definitive, NoAnswer, Retryable
from vaxel.business.payments.models import Attempt, Payment
from vaxel.business.payments.processors import TerminalDown, TerminalState
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.links.stripe.client import ask, client, rows

# What a customer's bank says of the card is nobody's business at the counter (payments.md §13.2).
SILENT = ("lost_card", "stolen_card", "fraudulent", "merchant_blacklist", "pickup_card")
NEWS = ("payment_intent_unexpected_state", "intent_invalid_state", "charge_already_captured", "session_not_open")
NOT_NOW = ("terminal_reader_busy", "terminal_reader_offline", "terminal_reader_hardware_fault",
           "terminal_reader_invalid_location_for_payment", "terminal_location_country_unsupported")  # fmt: skip
ABSENT_AFTER = timedelta(minutes=2)
BRANDS = {"visa": "Visa", "mastercard": "Mastercard", "amex": "Amex", "klarna": "Klarna"}


class StripeTerminal:
    """Server-driven Terminal. Every call names our payment; its keys are kept with its attempts."""

    provider = "stripe"

    def start(self, payment_id: UUID, *, amount_minor: int, currency: str, reader: str) -> TerminalState:
        """As the protocol: the intent exists once, and the reader asks for a card for it."""
        payment = Payment.objects.get(pk=payment_id)
        try:
            if not payment.provider_ref:
                self._create(payment)
                payment.refresh_from_db()
            busy = self._other_payment(payment, reader)
            if busy:
                return TerminalState("declined", payment.provider_ref, reason="terminal_reader_busy")
            body = {"payment_intent": payment.provider_ref,
                    "process_config": {"skip_tipping": True, "enable_customer_cancellation": True}}  # fmt: skip
            attempts.run(
                payment, "process", f"/v1/terminal/readers/{reader}/process_payment_intent", body,
                lambda sent, key: ask(client().v1.terminal.readers.process_payment_intent, reader, sent,
                                      {"idempotency_key": key}),
            )  # fmt: skip
        except Definitive as no:
            return self._refused(payment, no)
        except (NoAnswer, Retryable) as silence:
            raise TerminalDown from silence
        return TerminalState("waiting", payment.provider_ref)

    def _create(self, payment: Payment) -> None:
        body = {
            "amount": payment.amount_minor, "currency": payment.currency.lower(),
            "allowed_payment_method_types": ["card_present"], "capture_method": "automatic",
            "description": f"Växel {payment.ticket.ref}" if payment.ticket else "Växel",
            "metadata": {"pos_payment": str(payment.pk), "channel": payment.channel,
                         "pos_location": str(payment.site_id), "pos_register": str(payment.register_id or "")},
        }  # fmt: skip
        attempts.run(
            payment, "create", "/v1/payment_intents", body,
            lambda sent, key: ask(client().v1.payment_intents.create, sent, {"idempotency_key": key}),
        )  # fmt: skip

    def _other_payment(self, payment: Payment, reader: str) -> bool:
        """Whether the reader's one slot holds another's payment: then nothing is sent over it (§7)."""
        action = ask(client().v1.terminal.readers.retrieve, reader).body.get("action") or {}
        return action.get("status") == "in_progress" and _intent_of(action) not in ("", payment.provider_ref)

    def _refused(self, payment: Payment, no: Definitive) -> TerminalState:
        if no.code in NEWS:
            return self.ask(payment.pk)
        if no.code in NOT_NOW:
            return TerminalState("declined", payment.provider_ref, reason=no.code)
        return TerminalState("declined" if payment.provider_ref else "cancelled", payment.provider_ref, reason=no.code)

    def ask(self, payment_id: UUID) -> TerminalState:
        """As the protocol: the intent is fetched, and the reader where the intent alone does not tell."""
        payment = Payment.objects.get(pk=payment_id)
        seen = payment.dispatch_count
        try:
            if payment.channel == "link":
                return self._session(payment, seen)
            if not payment.provider_ref and not self._lost(payment):
                return TerminalState("cancelled", reason="never sent", dispatch_seen=seen)
            payment.refresh_from_db()
            return self._look(payment, payment.dispatch_count)
        except (Definitive, NoAnswer, Retryable) as silence:
            raise TerminalDown from silence

    def _lost(self, payment: Payment) -> bool:
        """Whether an intent exists whose answer was lost: asked for again by the same key, or found by our id.

        An answer that failed is stored with its key and would only be told again: such a one is looked for (§4.3).
        """
        last = Attempt.objects.filter(payment=payment, op="create").order_by("-seq").first()
        if last is None:
            return False
        failed = last.state == "unknown" and last.code.startswith("http 5")
        if last.sent_at is None or (not failed and clock.now() - last.sent_at < attempts.KEY_AGE):
            self._create(payment)
            return True
        by = Actor.system("terminal", site_id=payment.site_id)
        since = int((last.sent_at - timedelta(minutes=5)).timestamp())
        for one in rows(client().v1.payment_intents.list, {"created": {"gte": since}}):
            if (one.get("metadata") or {}).get("pos_payment") == str(payment.pk):
                attempts.settle(last, "succeeded", answer=Answer(one), by=by, at=clock.now())
                return True
        if clock.now() - last.sent_at < ABSENT_AFTER:
            raise NoAnswer("not found yet")
        attempts.disprove(payment, "create", by=by, at=clock.now())
        return False

    def _look(self, payment: Payment, seen: int) -> TerminalState:
        intent = ask(client().v1.payment_intents.retrieve, payment.provider_ref, {"expand": ["latest_charge"]}).body
        state = of_intent(intent, seen)
        if state is not None:
            return state
        reader = ask(client().v1.terminal.readers.retrieve, payment.reader).body if payment.reader else {}
        action = reader.get("action") or {}
        if action.get("status") == "in_progress" and _intent_of(action) == payment.provider_ref:
            return TerminalState("waiting", payment.provider_ref, dispatch_seen=seen)
        by = Actor.system("terminal", site_id=payment.site_id)
        attempts.disprove(payment, "process", by=by, at=clock.now())
        error = intent.get("last_payment_error") or {}
        why = error.get("decline_code") or error.get("code") or action.get("failure_code") or "not on the reader"
        return TerminalState("declined", payment.provider_ref, reason=neutral(why), dispatch_seen=seen)

    def cancel(self, payment_id: UUID) -> TerminalState:
        """As the protocol: a wish that can lose to a card (§14.4)."""
        payment = Payment.objects.get(pk=payment_id)
        if payment.channel == "link":
            return self._expire(payment)
        if not payment.provider_ref:
            return self.ask(payment_id)
        try:
            if self._holds(payment):
                ask(client().v1.terminal.readers.cancel_action, payment.reader)
            body = {"cancellation_reason": "requested_by_customer"}
            attempts.run(
                payment, "cancel", f"/v1/payment_intents/{payment.provider_ref}/cancel", body,
                lambda sent, key: ask(client().v1.payment_intents.cancel, payment.provider_ref, sent,
                                      {"idempotency_key": key}),
            )  # fmt: skip
        except (Definitive, NoAnswer, Retryable):
            return self.ask(payment_id)
        return TerminalState("cancelled", payment.provider_ref, reason="cancelled at the till")

    def _holds(self, payment: Payment) -> bool:
        """Whether the reader asks for a card for this very payment: only then is it told to stop (§7)."""
        if not payment.reader:
            return False
        action = ask(client().v1.terminal.readers.retrieve, payment.reader).body.get("action") or {}
        return action.get("status") == "in_progress" and _intent_of(action) == payment.provider_ref

    def refund(self, payment_id: UUID, of: str, *, amount_minor: int, currency: str) -> TerminalState:
        """As the protocol; one whose answer was lost is asked for by the same key, or found by our id (W8)."""
        payment = Payment.objects.get(pk=payment_id)
        seen = payment.dispatch_count
        try:
            made = self._found_refund(payment, of) or self._refund(payment, of, amount_minor).body
        except Definitive as no:
            return TerminalState("declined", reason=no.code)
        except (NoAnswer, Retryable) as silence:
            raise TerminalDown from silence
        if made["status"] in ("failed", "canceled"):
            return TerminalState("declined", made["id"], reason=made.get("failure_reason") or made["status"])
        waits = made["status"] != "succeeded"
        return TerminalState("waiting" if waits else "taken", made["id"], amount_minor=made["amount"],
                             dispatch_seen=seen)  # fmt: skip

    def _found_refund(self, payment: Payment, of: str) -> dict[str, Any] | None:
        last = Attempt.objects.filter(payment=payment, op="refund").exclude(sent_at=None).order_by("-seq").first()
        if last is None or last.state == "failed":
            return None
        try:
            made = rows(client().v1.refunds.list, {"payment_intent": of})
            return next((one for one in made if (one.get("metadata") or {}).get("pos_refund") == str(payment.pk)), None)
        except Definitive as no:  # who may not look knows nothing of what was given back
            raise TerminalDown from no

    def _refund(self, payment: Payment, of: str, amount_minor: int) -> Answer:
        body = {"payment_intent": of, "amount": amount_minor, "reason": "requested_by_customer",
                "metadata": {"pos_refund": str(payment.pk)}}  # fmt: skip
        return attempts.run(
            payment, "refund", "/v1/refunds", body,
            lambda sent, key: ask(client().v1.refunds.create, sent, {"idempotency_key": key}),
        )  # fmt: skip

    def open_session(self, payment_id: UUID, *, title: str, back_to: str, language: str) -> str:
        """The address where the customer pays: the open session's, or that of a new one (§16.2, §16.3).

        Raises TerminalDown, also when an earlier session's money has come or is on its way.
        """
        payment = Payment.objects.get(pk=payment_id)
        try:
            if payment.provider_ref:
                session = ask(client().v1.checkout.sessions.retrieve, payment.provider_ref).body
                if session["status"] == "open":
                    return str(session["url"])
                if session["status"] == "complete" and self._bought(session, payment.dispatch_count) is not None:
                    raise TerminalDown  # paid, or being paid: a second session would be a second charge
            ours = {"pos_payment": str(payment.pk), "channel": "link"}
            line = {"quantity": 1, "price_data": {"currency": payment.currency.lower(),
                    "unit_amount": payment.amount_minor, "product_data": {"name": title}}}  # fmt: skip
            body = {
                "mode": "payment", "success_url": f"{back_to}?paid", "cancel_url": back_to,
                "client_reference_id": str(payment.pk), "locale": language, "line_items": [line],
                "adaptive_pricing": {"enabled": False}, "metadata": ours,
                "payment_intent_data": {"metadata": ours, "description": title},
            }  # fmt: skip
            made = attempts.run(
                payment, "session", "/v1/checkout/sessions", body,
                lambda sent, key: ask(client().v1.checkout.sessions.create, sent, {"idempotency_key": key}),
            )  # fmt: skip
        except (Definitive, NoAnswer, Retryable) as silence:
            raise TerminalDown from silence
        return str(made.body["url"])

    def _session(self, payment: Payment, seen: int) -> TerminalState:
        """What became of a pay link; no session yet, or one that ran out, is news of nothing."""
        if not payment.provider_ref:
            return TerminalState("waiting", dispatch_seen=seen)
        session = ask(client().v1.checkout.sessions.retrieve, payment.provider_ref).body
        state = self._bought(session, seen) if session["status"] == "complete" else None
        if state is not None and state.answer != "waiting":
            return state
        return TerminalState("waiting", payment.provider_ref, dispatch_seen=seen)

    def _bought(self, session: dict[str, Any], seen: int) -> TerminalState | None:
        """What became of the money of a session that a customer completed; None where it did not come after all."""
        if not session.get("payment_intent"):
            return TerminalState("waiting", dispatch_seen=seen)
        read = {"expand": ["latest_charge"]}
        return of_intent(ask(client().v1.payment_intents.retrieve, session["payment_intent"], read).body, seen)

    def _expire(self, payment: Payment) -> TerminalState:
        if payment.provider_ref.startswith("cs_"):
            try:
                ask(client().v1.checkout.sessions.expire, payment.provider_ref)
            except Definitive:
                state = self.ask(payment.pk)
                if state.answer == "taken":
                    return state
            except (NoAnswer, Retryable) as silence:
                raise TerminalDown from silence
        return TerminalState("cancelled", payment.provider_ref, reason="closed")


def of_intent(intent: dict[str, Any], seen: int) -> TerminalState | None:
    """What an intent alone tells; None where the reader has to be looked at. Unknown words are never success."""
    status, ref = intent["status"], intent["id"]
    ours = (intent.get("metadata") or {}).get("pos_payment", "")
    if status == "succeeded":
        return TerminalState(
            "taken", ref, printed(intent.get("latest_charge")), amount_minor=intent["amount_received"] - _tip(intent),
            currency=intent["currency"], our_id=ours or "nobody", dispatch_seen=seen,
        )  # fmt: skip
    if status == "canceled":
        return TerminalState("cancelled", ref, reason=intent.get("cancellation_reason") or "", dispatch_seen=seen)
    return None if status == "requires_payment_method" else TerminalState("waiting", ref, dispatch_seen=seen)


def _tip(intent: dict[str, Any]) -> int:
    return int(((intent.get("amount_details") or {}).get("tip") or {}).get("amount") or 0)


def printed(charge: Any) -> str:
    """What stands on the receipt: brand and last four, or the method's name."""
    if not isinstance(charge, dict):
        return ""
    details = charge.get("payment_method_details") or {}
    card = details.get("card_present") or details.get("card")
    if not card:
        return BRANDS.get(details.get("type", ""), str(details.get("type", "")).title())
    brand = BRANDS.get(card.get("brand", ""), str(card.get("brand", "")).title())
    return f"{brand} •••• {card.get('last4') or '????'}"


def neutral(reason: str) -> str:
    """The reason as the counter may know it."""
    return "card_declined" if reason in SILENT else reason


def _intent_of(action: dict[str, Any]) -> str:
    kind = action.get("type", "")
    return str((action.get(kind) or {}).get("payment_intent") or "")
