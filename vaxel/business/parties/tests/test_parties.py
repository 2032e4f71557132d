"""Parties: little is asked, what is given is checked, and they are found again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from vaxel.business.locations.tests.cast import AT, Shop, shop
from vaxel.business.parties import folding, groups, numbers, parties, queries
from vaxel.business.parties.models import Consent, Party
from vaxel.kernel.models import History
from vaxel.kernel.refusals import NotFound, Refused


@pytest.fixture
def cast(db: None) -> Shop:
    return shop()


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("070-123 45 67", "46701234567"),
        ("+46 (0)70-123 45 67", "46701234567"),
        ("0046701234567", "46701234567"),
        ("701234567", "46701234567"),
        ("+45 12 34 56 78", "4512345678"),
        ("08-123 45 67", "4681234567"),
        ("12", ""),
        ("ring Bo", ""),
        ("+4670123456789012", ""),
    ],
)
def test_a_phone_is_kept_in_one_form(typed: str, digits: str) -> None:
    assert folding.phone_digits(typed) == digits


@pytest.mark.parametrize(
    ("typed", "folded"), [("  Åke  ÖDMAN ", "ake odman"), ("Café Ærø", "cafe aero"), ("STRAẞE", "strasse")]
)
def test_text_is_folded_for_search(typed: str, folded: str) -> None:
    assert folding.fold(typed) == folded


@pytest.mark.parametrize(
    ("typed", "private", "stored"),
    [
        ("5560360793", False, "556036-0793"),
        ("16 556036-0793", False, "556036-0793"),
        ("19121212-1212", False, "121212-1212"),
        ("no 923 609 016 MVA", False, "NO 923 609 016 MVA"),
        ("", True, ""),
    ],
)
def test_an_organisation_number_is_kept_in_one_form(typed: str, private: bool, stored: str) -> None:
    assert numbers.organisation_number(typed, private=private) == stored


@pytest.mark.parametrize(
    ("typed", "private", "refusal"),
    [
        ("556036-0794", False, numbers.BadOrganisationNumber),
        ("550000-0012", False, numbers.BadOrganisationNumber),
        ("19121212-1212", True, numbers.PersonalNumber),
        ("701063-2391", True, numbers.PersonalNumber),
    ],
)
def test_a_wrong_one_or_a_person_s_own_is_refused(typed: str, private: bool, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        numbers.organisation_number(typed, private=private)


def test_a_vat_number_is_checked_when_it_is_swedish() -> None:
    assert numbers.vat_number("se 556036-0793 01") == "SE556036079301"
    assert numbers.vat_number("DK 12345678") == "DK12345678"
    for wrong in ("SE556036079401", "SE5560360793", "SE556036079302"):
        with pytest.raises(numbers.BadVatNumber):
            numbers.vat_number(wrong)


def test_least_to_start_is_a_name_or_a_phone_number(cast: Shop) -> None:
    caller = parties.add(phone="070-999 88 77", by=cast.sam, at=AT)
    assert (caller.name, caller.phone_digits, caller.kind) == ("070-999 88 77", "46709998877", "private")
    before = Party.objects.count()
    with pytest.raises(parties.NameMissing):
        parties.add(name="  ", email="a@b.se", by=cast.sam, at=AT)
    assert Party.objects.count() == before


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"email": "ada@"}, parties.BadEmail),
        ({"phone": "ring mig"}, parties.BadPhone),
        ({"kind": "robot"}, parties.UnknownKind),
        ({"kind": "company", "organisation_number": "556036-0794"}, numbers.BadOrganisationNumber),
        ({"vat_number": "SE556036079401"}, numbers.BadVatNumber),
        ({"terms_days": -1}, parties.BadTerms),
        ({"credit_limit_minor": -1}, parties.BadTerms),
        ({"language": "tlh"}, parties.UnknownLanguage),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_stored(
    cast: Shop, fields: dict[str, str], refusal: type[Refused]
) -> None:
    before = Party.objects.count()
    with pytest.raises(refusal):
        parties.add(**{"name": "Cia", "by": cast.sam, "at": AT} | fields)  # type: ignore[arg-type]
    assert Party.objects.count() == before


def test_a_change_is_in_history_with_before_and_after_and_is_found_by_its_new_name(cast: Shop) -> None:
    parties.change(cast.bo, name="Bo Ödman", phone="+45 12345678", by=cast.sam, at=AT)
    line = History.objects.get(action="parties.change")
    assert line.note == {
        "before": {"name": "Bo Öberg", "phone": "070-123 45 67"},
        "after": {"name": "Bo Ödman", "phone": "+45 12345678"},
    }
    assert [queries.search(text) for text in ("odman", "12345678", "öberg")] == [[cast.bo], [cast.bo], []]


def test_the_walk_in_customer_is_one_and_stays_as_it_is(cast: Shop) -> None:
    assert parties.make_walk_in(by=cast.mo, at=AT) == cast.walk_in == queries.walk_in()
    with pytest.raises(parties.WalkInStands):
        parties.change(cast.walk_in, name="Bo", by=cast.mo, at=AT)
    with pytest.raises(parties.WalkInStands):
        parties.record_consent(
            cast.walk_in, channel="sms", purpose="offer", given=True, source="till", by=cast.mo, at=AT
        )
    assert (queries.walk_in().name, Consent.objects.count()) == ("Kontantkund", 0)


@pytest.mark.django_db
def test_without_a_company_there_is_no_walk_in_customer() -> None:
    with pytest.raises(NotFound):
        queries.walk_in()


@pytest.mark.parametrize(
    "text", ["ada", "ÅKERI", "akeri ada", "akeri.example", "08-123 45", "1234567", "559999-0115", "5599990115"]
)
def test_a_party_is_found_by_any_part_of_what_we_know(cast: Shop, text: str) -> None:
    assert cast.ada in queries.search(text)


def test_who_begins_so_comes_first(cast: Shop) -> None:
    for name in ("Anna Boman", "Börje Ek", "Robo AB"):
        parties.add(name=name, by=cast.sam, at=AT)
    assert [party.name for party in queries.search("bom")] == ["Anna Boman"]
    parties.add(name="Bomans Bil", by=cast.sam, at=AT)
    parties.add(name="Abom AB", by=cast.sam, at=AT)
    assert [party.name for party in queries.search("bom")] == ["Bomans Bil", "Anna Boman", "Abom AB"]
    assert [party.name for party in queries.search("bo")] == ["Bo Öberg", "Bomans Bil", "Börje Ek"]
    assert queries.search("bo", most=1) == [cast.bo]
    assert queries.search("  ") == []
    assert queries.search("100% _") == []


def test_someone_alike_is_told_of_and_does_not_stand_in_the_way(cast: Shop) -> None:
    assert queries.likely_same(phone="+46 70 123 45 67") == [cast.bo]
    assert queries.likely_same(organisation_number="5599990115", email="BO@example.se") == [cast.ada, cast.bo]
    assert queries.likely_same(phone="+46 70 123 45 67", but=cast.bo) == []
    assert queries.likely_same() == []
    twin = parties.add(name="Bo Öberg", phone="070-123 45 67", by=cast.sam, at=AT)
    assert queries.likely_same(phone=twin.phone) == sorted([cast.bo, twin], key=lambda party: party.pk)


def test_the_newest_word_on_messages_counts_and_none_is_lost(cast: Shop) -> None:
    asked = {"channel": "sms", "purpose": "reminder"}
    assert not queries.may_message(cast.bo, **asked)
    assert queries.may_message(cast.bo, channel="sms", purpose="service")
    for given, day in ((True, 0), (False, 1)):
        parties.record_consent(cast.bo, **asked, given=given, source="desk", by=cast.sam, at=AT + timedelta(days=day))
        assert queries.may_message(cast.bo, **asked) is given
    with pytest.raises(parties.UnknownPurpose):
        parties.record_consent(cast.bo, channel="fax", purpose="offer", given=True, source="x", by=cast.sam, at=AT)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM parties_consent")
    assert Consent.objects.count() == 2


def test_groups_have_names_of_their_own(cast: Shop) -> None:
    fleet = groups.add(name="Åkerier ", by=cast.sam, at=AT)
    parties.change(cast.ada, group=fleet, by=cast.sam, at=AT)
    with pytest.raises(groups.GroupTaken):
        groups.add(name="Åkerier", by=cast.sam, at=AT)
    assert groups.rename(fleet, name="Åkeri", by=cast.sam, at=AT).name == "Åkeri"
    assert Party.objects.get(pk=cast.ada.pk).group == fleet


def test_search_costs_the_same_however_many_are_found(cast: Shop, django_assert_num_queries: "object") -> None:
    for _round in range(2):
        with django_assert_num_queries(1):  # type: ignore[operator]
            queries.search("bo")
        with django_assert_num_queries(2):  # type: ignore[operator]
            queries.search("oberg")
        for name in ("Bo Ek", "Bo Al"):
            parties.add(name=name, by=cast.sam, at=AT)
