"""Two cards of one customer become one, and two again while nothing was posted since (C-8, C-9).

Everything that points at the card that goes points at the kept one afterwards, whatever table it is in. What is
posted or only grows stays as it was written: the card that goes is an alias, and `queries.selves` finds its papers.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vaxel.business.billing.models import Document
from vaxel.business.parties import parties
from vaxel.business.parties.models import Consent, CustomerGroup, KeptApart, Party, PartyMerge
from vaxel.business.parties.parties import MergedAway, WalkInStands
from vaxel.business.payments import store_credit
from vaxel.business.payments.models import Payment, StoreCreditEntry
from vaxel.kernel.actions import action, note, touch
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import Conflict, Refused

CHOSEN = ("name", "organisation_number", "vat_number", "email", "phone", "address", "language", "group", "note")
UNDO_DAYS = 30
# Tables that only grow or are frozen, and the merges' own: they keep naming the card that they were written with.
STAYS = frozenset({
    "parties.consent", "parties.partymerge", "parties.keptapart", "billing.document", "payments.storecreditentry",
    "purchasing.lostsale", "billing.reminder",
})  # fmt: skip


class SameCard(Refused):
    """Two are needed."""

    sentence = _("Choose two different customers to merge.")


class OtherOrganisation(Refused):
    """Two organisation numbers are two organisations (C-9)."""

    sentence = _(
        "%(kept)s and %(gone)s have different organisation numbers, so they are two companies and cannot be merged. "
        "If one number is wrong, correct it on its card first."
    )


class OtherKind(Refused):
    """A person is not their company (C-9)."""

    sentence = _(
        "One is a private customer and the other a company, and their prices and papers differ. They cannot be merged."
    )


class SupplierGoes(Refused):
    """Purchases hang on the supplier's card."""

    sentence = _("%(name)s is also a supplier. Keep that card, and merge the other one into it.")


class UndoneAlready(Conflict):
    """Once is enough."""

    sentence = _("The merge is undone already.")


class TooLateToUndo(Refused):
    """People have got used to it (C-8)."""

    sentence = _("The merge was made more than %(days)s days ago and stands.")


class PostedSince(Refused):
    """Money and papers of the one card would be torn apart (C-8)."""

    sentence = _(
        "Something was sold to or paid by %(name)s after the merge, so it stands. Add a new customer instead, "
        "and move cars and open tickets to it."
    )


class MergedOn(Refused):
    """The last merge is undone first."""

    sentence = _("%(name)s has itself been merged into another customer since. Undo that merge first.")


@action("parties.merge")
def merge(kept: Party, gone: Party, *, chosen: Mapping[str, Any], by: Actor, at: datetime) -> PartyMerge:
    """`gone` is an alias of `kept`, whose card has the values `chosen` (of the fields CHOSEN) and keeps its own terms.

    Cars, tickets, messages, store credit and all else are the kept customer's; of two words about messages the no
    holds. Refuses with SameCard, WalkInStands, MergedAway, OtherKind, OtherOrganisation, SupplierGoes, and as
    `parties.change` does.
    """
    kept, gone = _locked(kept, gone)
    check(kept, gone)
    before = {name: getattr(kept, name) for name in chosen if name in CHOSEN}
    done = PartyMerge(id=new_id(), kept=kept, gone=gone, at=at, moved=_point(gone, kept))
    gone.merged_into = kept
    parties.find(gone)
    gone.save(update_fields=["merged_into", "search", "phone_digits", "name_key"])
    changed = {name: value for name, value in chosen.items() if name in CHOSEN and value != before[name]}
    if changed:
        kept = parties.change(kept, **changed, by=by, at=at)
    done.fields = {name: [_plain(before[name]), _plain(getattr(kept, name))] for name in changed}
    done.store_credit_minor = _credit(gone, kept, at)
    done.consents = [[*key, held, said] for key, held, said in _stricter(kept, gone)]
    for channel, purpose, _held, said in done.consents:
        _say(kept, channel, purpose, said, at)
    done.save(force_insert=True)
    touch(kept, gone)
    note(kept=kept.name, gone=gone.name, moved={name: len(ids) for name, ids in done.moved.items()})
    return done


@action("parties.unmerge")
def unmerge(done: PartyMerge, *, by: Actor, at: datetime) -> Party:
    """The card that went stands by itself again, with all that moved and still lies with the kept one.

    Who said no to messages while they were one said it for both.
    Refuses with UndoneAlready, TooLateToUndo, MergedOn, PostedSince.
    """
    kept, gone = _locked(done.kept, done.gone)
    fresh = PartyMerge.objects.select_for_update().get(pk=done.pk)
    check_undo(fresh, kept, at)
    gone.merged_into = None
    parties.find(gone)
    gone.save(update_fields=["merged_into", "search", "phone_digits", "name_key"])
    for model, field in _pointing():
        ids = fresh.moved.get(_named(model, field), ())
        model._default_manager.filter(pk__in=ids, **{field: kept}).update(**{field: gone})
    restored = {name: was for name, (was, became) in fresh.fields.items() if _plain(getattr(kept, name)) == became}
    if restored:
        if "group" in restored:
            restored["group"] = CustomerGroup.objects.filter(pk=restored["group"]).first()
        parties.change(kept, **restored, by=by, at=at)
    if fresh.store_credit_minor:
        _credit(kept, gone, at, fresh.store_credit_minor)
    for channel, purpose, held, said in fresh.consents:
        if held is not None and _word(kept, channel, purpose) == said:
            _say(kept, channel, purpose, held, at)
    since = Consent.objects.filter(party=kept, at__gt=fresh.at, given=False).exclude(source="merge")
    for channel, purpose in sorted(set(since.values_list("channel", "purpose"))):
        if not _word(kept, channel, purpose) and _word(gone, channel, purpose) is not False:
            _say(gone, channel, purpose, given=False, at=at)
    fresh.undone_at = at
    fresh.save(update_fields=["undone_at"])
    touch(kept, gone)
    note(kept=kept.name, gone=gone.name)
    return gone


@action("parties.keep_apart")
def keep_apart(one: Party, other: Party, *, by: Actor, at: datetime) -> KeptApart:
    """The two look alike and are not the same; they are no longer said to be. Refuses with SameCard."""
    if one.pk == other.pk:
        raise SameCard()
    first, second = sorted((one, other), key=lambda party: party.pk)
    touch(one, other)
    return KeptApart.objects.get_or_create(one=first, other=second, defaults={"at": at})[0]


def check(kept: Party, gone: Party) -> None:
    """Nothing, when the two may become one; refuses as `merge` does."""
    if kept.pk == gone.pk:
        raise SameCard()
    if kept.is_walk_in or gone.is_walk_in:
        raise WalkInStands()
    for one in (kept, gone):
        if one.merged_into is not None:
            raise MergedAway(name=one.merged_into.name)
    if kept.kind != gone.kind:
        raise OtherKind()
    if kept.organisation_number and gone.organisation_number and kept.organisation_number != gone.organisation_number:
        raise OtherOrganisation(kept=kept.name, gone=gone.name)
    if gone.is_supplier:
        raise SupplierGoes(name=gone.name)


def check_undo(done: PartyMerge, kept: Party, at: datetime) -> None:
    """Nothing, when the merge may be undone; refuses as `unmerge` does."""
    if done.undone_at is not None:
        raise UndoneAlready()
    if at > done.at + timedelta(days=UNDO_DAYS):
        raise TooLateToUndo(days=UNDO_DAYS)
    if kept.merged_into_id is not None:
        raise MergedOn(name=kept.name)
    mine = Q(customer=kept) | Q(customer=done.gone_id)
    if (
        Document.objects.filter(mine, posted_at__gt=done.at).exists()
        or Payment.objects.filter(mine, made_at__gt=done.at).exists()
        or StoreCreditEntry.objects.filter(party=kept, at__gt=done.at).exists()
    ):
        raise PostedSince(name=kept.name)


def moves(gone: Party) -> dict[str, int]:
    """Table → how many of its rows point at the card and would move. A query for each table."""
    counted = {
        model._meta.label_lower: model._default_manager.filter(**{field: gone}).count() for model, field in _pointing()
    }
    return {label: n for label, n in counted.items() if n}


def _pointing() -> Iterator[tuple[type[models.Model], str]]:
    """Every field of every table that names a customer's card and may change."""
    for relation in Party._meta.related_objects:
        model = relation.related_model
        if isinstance(model, str) or relation.one_to_one or model._meta.label_lower in STAYS:
            continue
        yield model, relation.field.name


def _named(model: type[models.Model], field: str) -> str:
    return f"{model._meta.label_lower}.{field}"


def _point(gone: Party, kept: Party) -> dict[str, list[str]]:
    moved: dict[str, list[str]] = {}
    for model, field in _pointing():
        rows = model._default_manager.filter(**{field: gone})
        ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
        if ids:
            moved[_named(model, field)] = ids
            rows.update(**{field: kept})
    return moved


def _locked(one: Party, other: Party) -> tuple[Party, Party]:
    """Both as they are now, locked in one order whoever merges them."""
    rows = {
        party.pk: party for party in Party.objects.select_for_update().filter(pk__in=(one.pk, other.pk)).order_by("pk")
    }
    return rows[one.pk], rows[other.pk]


def _credit(giver: Party, taker: Party, at: datetime, amount_minor: int | None = None) -> int:
    """What we owe the giver (all, when not said) is owed the taker: two rows of the ledger that only grows."""
    held = getattr(giver, "store_credit", None)
    amount = (held.balance_minor if held else 0) if amount_minor is None else amount_minor
    if held and amount:
        store_credit.add(giver, -amount, currency=held.currency, reason="merge", at=at)
        store_credit.add(taker, amount, currency=held.currency, reason="merge", at=at)
    return amount


def _stricter(kept: Party, gone: Party) -> list[tuple[tuple[str, str], bool | None, bool]]:
    """What the kept card must say anew: (channel, purpose), its word before, its word from now. A no wins."""
    said = _words(kept), _words(gone)
    found: list[tuple[tuple[str, str], bool | None, bool]] = []
    for key, word in sorted(said[1].items()):
        held = said[0].get(key)
        if held is None or (held and not word):
            found.append((key, held, word))
    return found


def words_after(kept: Party, gone: Party) -> dict[tuple[str, str], bool]:
    """(channel, purpose) → what the one card would say of messages."""
    return _words(kept) | {key: said for key, _held, said in _stricter(kept, gone)}


def _words(party: Party) -> dict[tuple[str, str], bool]:
    rows = Consent.objects.filter(party=party).order_by("at", "pk").values_list("channel", "purpose", "given")
    return {(channel, purpose): given for channel, purpose, given in rows}


def _word(party: Party, channel: str, purpose: str) -> bool | None:
    return _words(party).get((channel, purpose))


def _say(party: Party, channel: str, purpose: str, given: bool, at: datetime) -> None:
    Consent.objects.create(
        id=new_id(), party=party, channel=channel, purpose=purpose, given=given, source="merge", at=at
    )  # fmt: skip


def _plain(value: Any) -> Any:
    return str(value.pk) if isinstance(value, models.Model) else value
