"""Two cards of one customer become one, what cannot be merged says why, and a merge can be undone for a while (C-8)."""

from datetime import timedelta
from typing import Any

import pytest

from vaxel.business.billing.models import Document
from vaxel.business.locations.tests.cast import shop
from vaxel.business.messaging import ways_out
from vaxel.business.parties import doubles, parties, queries
from vaxel.business.parties.models import Consent, Party, PartyMerge
from vaxel.business.payments import store_credit, tenders
from vaxel.business.payments.models import Payment, StoreCredit
from vaxel.business.service import merging
from vaxel.business.service.tests.cast import AT, Floor, later, workshop
from vaxel.business.tickets import tickets
from vaxel.kernel import checks
from vaxel.kernel.db.append_only import PROTECTED
from vaxel.kernel.models import History

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return workshop()


def said(floor: Floor, **passed: int) -> dict[str, Any]:
    return {"by": floor.shop.kim, "at": later(**passed)}


def twin(floor: Floor, **fields: Any) -> Party:
    return parties.add(**{"name": "Bosse Öberg", "phone": "070-999 99 99"} | fields, **said(floor))


def test_all_that_pointed_at_the_card_points_at_the_kept_one(floor: Floor) -> None:
    kept, gone = twin(floor), floor.shop.bo
    done = merging.merge(kept, gone, chosen={"email": gone.email}, **said(floor))
    kept.refresh_from_db()
    assert (kept.name, kept.email, kept.phone) == ("Bosse Öberg", "bo@example.se", "070-999 99 99")
    assert floor.now().customer == kept
    assert floor.car.ownerships.get().party == kept
    assert done.moved["tickets.ticket.customer"] == [str(floor.ticket.pk)]
    assert queries.search("bo@example.se") == [kept]
    assert queries.likely_same(phone="070-123 45 67") == []
    assert set(queries.selves(kept.pk)) == {kept.pk, gone.pk}
    assert [checks.run(name) for name in ("parties.search", "parties.aliases")] == [[], []]


def test_whoever_still_has_the_old_card_on_screen_works_with_the_kept_one(floor: Floor) -> None:
    kept, gone = twin(floor), floor.shop.bo
    merging.merge(kept, gone, chosen={}, **said(floor))
    gone.refresh_from_db()
    assert tickets.open_ticket(floor.shop.workshop, customer=gone, **said(floor)).customer == kept
    assert parties.record_consent(
        gone, channel="sms", purpose="offer", given=True, source="desk", **said(floor)
    ).party == kept  # fmt: skip
    with pytest.raises(parties.MergedAway, match="Bosse Öberg"):
        parties.change(gone, name="Bo", **said(floor))


def test_the_stricter_word_about_messages_and_the_kept_limit_count(floor: Floor) -> None:
    """The worked example of C-8: the limit is not summed, what is owed is, and a no wins."""
    a = parties.add(kind="company", name="A AB", terms_days=30, credit_limit_minor=5_000_000, **said(floor))
    b = parties.add(kind="company", name="B AB", terms_days=30, credit_limit_minor=2_000_000, **said(floor))
    for party, channel, purpose, given in (
        (a, "sms", "offer", True), (b, "sms", "offer", False), (b, "mail", "review", True), (a, "mail", "offer", False),
        (b, "mail", "offer", True),
    ):  # fmt: skip
        parties.record_consent(party, channel=channel, purpose=purpose, given=given, source="desk", **said(floor))
    merging.merge(a, b, chosen={}, **said(floor))
    a.refresh_from_db()
    assert a.credit_limit_minor == 5_000_000
    told = {(ch, p): queries.may_message(a, channel=ch, purpose=p)
            for ch, p in (("sms", "offer"), ("mail", "review"), ("mail", "offer"))}  # fmt: skip
    assert told == {("sms", "offer"): False, ("mail", "review"): True, ("mail", "offer"): False}


def test_what_the_alias_owes_counts_against_the_kept_limit(floor: Floor) -> None:
    kept = parties.add(name="Bo K", terms_days=30, credit_limit_minor=100_000, **said(floor))
    gone = floor.shop.bo
    head = Document.objects.create(
        kind="invoice", series="t", number=1, site=floor.shop.workshop, customer=gone, currency="SEK", basis="incl",
        net_minor=80_000, tax_minor=0, gross_minor=80_000, open_minor=80_000, business_date=AT.date(), posted_at=AT,
        happened_at=AT, head={},
    )  # fmt: skip
    merging.merge(kept, gone, chosen={}, **said(floor))
    kept.refresh_from_db()
    with pytest.raises(tenders.OverCreditLimit):
        tenders.check_account(kept, 30_000, "SEK")
    head.refresh_from_db()
    assert head.customer == gone


def test_a_no_by_the_old_cards_link_holds_for_the_kept_one_and_for_both_when_undone(floor: Floor) -> None:
    kept, gone = twin(floor), floor.shop.bo
    word: dict[str, Any] = {"channel": "sms", "purpose": "offer", "source": "desk"}
    parties.record_consent(gone, **word, given=False, **said(floor))
    parties.record_consent(gone, **word, given=True, **said(floor, minutes=1))
    link = ways_out.token(gone.pk, "sms")
    done = merging.merge(kept, gone, chosen={}, **said(floor, minutes=2))
    for n in (3, 4):
        ways_out.opt_out(ways_out.of_token(link)[0], channel="sms", source="link", **said(floor, minutes=n))
    assert not queries.may_message(kept, channel="sms", purpose="offer")
    assert Consent.objects.filter(party=kept, purpose="offer", source="link").count() == 1
    parties.record_consent(kept, **word, given=True, **said(floor, minutes=5))
    ways_out.opt_out(ways_out.of_token(link)[0], channel="sms", source="link", **said(floor, minutes=6))
    assert not queries.may_message(kept, channel="sms", purpose="offer")
    merging.unmerge(done, **said(floor, minutes=7))
    gone.refresh_from_db()
    assert not queries.may_message(gone, channel="sms", purpose="offer")


def test_store_credit_moves_in_the_ledger(floor: Floor) -> None:
    kept, gone = twin(floor), floor.shop.bo
    store_credit.add(gone, 5_000, currency="SEK", reason="test", at=AT)
    done = merging.merge(kept, gone, chosen={}, **said(floor))
    assert (store_credit.balance(kept), store_credit.balance(gone)) == (5_000, 0)
    merging.unmerge(done, **said(floor, hours=1))
    assert (store_credit.balance(kept), store_credit.balance(gone)) == (0, 5_000)
    assert StoreCredit.objects.count() == 2


def test_undone_both_cards_stand_as_before(floor: Floor) -> None:
    kept, gone = twin(floor), floor.shop.bo
    parties.record_consent(kept, channel="sms", purpose="offer", given=True, source="desk", **said(floor))
    parties.record_consent(gone, channel="sms", purpose="offer", given=False, source="desk", **said(floor))
    done = merging.merge(kept, gone, chosen={"name": gone.name, "email": gone.email}, **said(floor))
    new = tickets.open_ticket(floor.shop.workshop, customer=kept, **said(floor))
    merging.unmerge(done, **said(floor, days=29))
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.name, kept.email, gone.merged_into) == ("Bosse Öberg", "", None)
    assert floor.now().customer == gone
    assert queries.search("bo@example.se") == [gone]
    assert queries.may_message(kept, channel="sms", purpose="offer")
    new.refresh_from_db()
    assert new.customer == kept
    with pytest.raises(merging.UndoneAlready):
        merging.unmerge(done, **said(floor, days=29))
    assert (
        list(
            History.objects.filter(action__startswith="parties.").order_by("at", "pk").values_list("action", flat=True)
        )[-1]
        == "parties.unmerge"
    )


def test_a_merge_stands_after_a_month_after_a_sale_and_under_a_later_one(floor: Floor) -> None:
    kept, gone = twin(floor), floor.shop.bo
    done = merging.merge(kept, gone, chosen={}, **said(floor))
    with pytest.raises(merging.TooLateToUndo):
        merging.unmerge(done, **said(floor, days=31))
    third = twin(floor, name="Bo tredje")
    later_one = merging.merge(third, kept, chosen={}, **said(floor))
    with pytest.raises(merging.MergedOn, match="Bosse"):
        merging.unmerge(done, **said(floor))
    assert Party.objects.get(pk=gone.pk).merged_into == third
    merging.unmerge(later_one, **said(floor))
    assert Party.objects.get(pk=gone.pk).merged_into == kept
    Payment.objects.create(
        site=floor.shop.workshop, customer=kept, tender="swish", state="taken", currency="SEK", amount_minor=100,
        made_at=later(hours=2),
    )  # fmt: skip
    with pytest.raises(merging.PostedSince):
        merging.unmerge(done, **said(floor, hours=3))
    assert PartyMerge.objects.get(pk=done.pk).undone_at is None


def test_what_is_not_one_customer_is_not_merged(floor: Floor) -> None:
    house, bo = floor.shop, floor.shop.bo
    other = parties.add(kind="company", name="Annan AB", organisation_number="556036-0793", **said(floor))
    supplier = parties.add(name="Delar AB", is_supplier=True, **said(floor))
    for kept, gone, why in (
        (bo, bo, merging.SameCard), (bo, house.walk_in, parties.WalkInStands), (bo, house.ada, merging.OtherKind),
        (house.ada, other, merging.OtherOrganisation), (bo, supplier, merging.SupplierGoes),
    ):  # fmt: skip
        with pytest.raises(why):
            merging.merge(kept, gone, chosen={}, **said(floor))
    assert not PartyMerge.objects.exists()
    first = twin(floor)
    merging.merge(bo, first, chosen={}, **said(floor))
    with pytest.raises(parties.MergedAway):
        merging.merge(house.bo, Party.objects.get(pk=first.pk), chosen={}, **said(floor))


def test_only_tables_that_cannot_change_keep_the_old_card() -> None:
    """A new table that names a customer moves by itself; one that only grows must be named in STAYS."""
    pointing = {relation.related_model._meta for relation in Party._meta.related_objects}
    guarded = {meta.label_lower for meta in pointing if meta.db_table in PROTECTED}
    assert guarded | {"parties.partymerge", "parties.keptapart"} == set(merging.STAYS)


def test_doubles_are_found_by_what_they_share_and_kept_apart_by_a_word(floor: Floor) -> None:
    bo = floor.shop.bo
    by_phone = parties.add(name="Kalle", phone=bo.phone, **said(floor, minutes=1))
    sounds = parties.add(name="Carl Svenson", **said(floor))
    alike = parties.add(name="Karl  SVENSSON", phone="08-55 55 55", email="k@example.se", **said(floor, minutes=1))
    parties.add(name="Karl Svensson", address="Gatan 1, 111 11 Stockholm", phone="08-1234567", **said(floor))
    far = parties.add(name="Karl Svensson", address="Vägen 2, 222 22 Lund", phone="08-7654321", **said(floor))
    found = {(pair.one.pk, pair.other.pk): pair.reasons for pair in doubles.pairs()}
    assert found[bo.pk, by_phone.pk] == ("phone",)
    assert found[sounds.pk, alike.pk] == ("name",)
    assert (alike.pk, far.pk) not in found
    assert not any({"email", "number"} & set(why) for why in found.values())
    merging.keep_apart(by_phone, bo, **said(floor))
    merging.keep_apart(bo, by_phone, **said(floor))
    assert (bo.pk, by_phone.pk) not in {(pair.one.pk, pair.other.pk) for pair in doubles.pairs()}


@pytest.mark.parametrize("n", [1, 3])
def test_the_doubles_are_read_by_six_queries_however_many(django_assert_num_queries: Any, n: int) -> None:
    house = shop()
    for i in range(n):
        for name in ("Ett", "Två"):
            parties.add(name=f"{name} {i}", email=f"x{i}@example.se", by=house.kim, at=AT + timedelta(minutes=i))
    with django_assert_num_queries(6):
        assert len(doubles.pairs()) == n
