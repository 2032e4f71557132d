"""What a door says when it must say no."""

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, transaction
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from vaxel.business.locations.models import Site
from vaxel.business.locations.tests.cast import AT
from vaxel.business.parties import parties
from vaxel.business.payments.models import StoreCredit
from vaxel.doors.refusals import AlreadyThere, Said, TooLong, Unstorable, refusal_of, say
from vaxel.doors.refusing import WAYS, as_html
from vaxel.kernel.actors import Actor
from vaxel.kernel.once import StillRunning
from vaxel.kernel.refusals import BadInput, Busy, Refused

SETUP: dict[str, Any] = {"by": Actor.system("setup"), "at": AT}


class NothingOwed(Refused):
    """A sample."""

    sentence = _("Nothing is owed on %(ticket)s.")


def test_a_refusal_is_said_with_status_code_sentence_and_facts() -> None:
    lines = ({"part": UUID(int=7), "missing": 2},)
    with translation.override("en"):
        said = say(NothingOwed(ticket="K-12", lines=lines))
    facts = {"ticket": "K-12", "lines": [{"part": "00000000-0000-0000-0000-000000000007", "missing": 2}]}
    assert said == Said(422, "nothing_owed", "Nothing is owed on K-12.", facts)


def test_what_may_be_tried_again_says_when() -> None:
    assert (say(StillRunning()).status, say(StillRunning()).retry_after_s) == (409, 1)
    assert (say(Busy()).status, say(Busy()).retry_after_s) == (503, 1)


@pytest.mark.django_db
def test_a_taken_id_is_a_conflict_and_not_a_bug() -> None:
    site = Site.objects.create(code="K", name="Kungsgatan")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Site.objects.create(id=site.id, code="K2", name="Kungsholmen")
    assert isinstance(refusal_of(caught.value), AlreadyThere)
    assert Site.objects.count() == 1


@pytest.mark.django_db
def test_what_has_no_room_in_its_column_is_said_and_not_stored_on_either_database() -> None:
    site = Site.objects.create(code="K", name="Kungsgatan")
    with pytest.raises(DatabaseError) as long, transaction.atomic():
        Site.objects.filter(pk=site.pk).update(name="K" * 300)
    refusal = refusal_of(long.value)
    assert isinstance(refusal, TooLong)
    assert refusal.params["most"] == Site._meta.get_field("name").max_length
    with pytest.raises((DatabaseError, OverflowError)) as large, transaction.atomic():
        StoreCredit.objects.create(party=parties.add(name="Bo", **SETUP), currency="SEK", balance_minor=2**63)
    assert isinstance(refusal_of(large.value), Unstorable)
    site.refresh_from_db()
    assert (site.name, StoreCredit.objects.count()) == ("Kungsgatan", 0)


def test_a_database_that_cannot_be_had_is_busy_and_anything_else_a_bug() -> None:
    assert isinstance(refusal_of(OperationalError("locked")), Busy)
    assert refusal_of(IntegrityError("CHECK constraint failed")) is None
    assert refusal_of(KeyError("x")) is None


def test_what_no_column_holds_is_bad_input_and_not_a_bug() -> None:
    refused = refusal_of(DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"))
    assert refused is not None
    assert say(refused).status == BadInput.status


def test_what_is_to_be_done_first_is_a_press_away_for_those_at_a_desk() -> None:
    request = RequestFactory().get("/", headers={"HX-Request": "true"})
    said = Said(409, "drawer_not_open", "The drawer is not open.", {})
    assert "/drawers" not in as_html(request, said).content.decode()
    request.desk = object()  # type: ignore[attr-defined]
    assert 'href="/drawers"' in as_html(request, said).content.decode()
    assert "<a" not in as_html(request, Said(409, "other", "No.", {})).content.decode()


def test_every_way_out_of_a_refusal_leads_from_one_that_is_raised() -> None:
    codes = {one.code for one in _below(Refused)}
    assert set(WAYS) <= codes


def _below(kind: type[Refused]) -> set[type[Refused]]:
    return {kind} | {one for below in kind.__subclasses__() for one in _below(below)}
