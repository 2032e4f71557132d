"""Imports that are killed anywhere, again and again: in the end everything is in, once, and the counts are right."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from vaxel.business.catalog import car_terms, fits, parts
from vaxel.business.catalog.fit_models import Fit, InterchangeMember, Supersession
from vaxel.business.catalog.models import Brand, Part, PartCode, PartSearch
from vaxel.business.parties import parties
from vaxel.business.purchasing import suppliers
from vaxel.business.purchasing.models import Offer
from vaxel.business.service.tests.cast import AT, SAID, workshop
from vaxel.business.stock.models import Balance, Movement
from vaxel.doors.office.imports import taking, taking_fits, taking_rows, uploads
from vaxel.doors.office.tests.cast import Desk
from vaxel.kernel import checks, long_work, tasks
from vaxel.kernel.models import LongWork

pytestmark = pytest.mark.django_db
MOST_KILLS = 12


@pytest.fixture
def mo(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Desk:
    settings.DATA = tmp_path
    for module in (taking, taking_fits, taking_rows):
        monkeypatch.setattr(module, "PORTION", 2)
    monkeypatch.setattr(long_work, "MOST_TRIES", MOST_KILLS + 2)
    workshop()
    for number in ("A-1", "A-2", "A-3", "A-4"):
        parts.add(brand="Ate", number=number, name_sv="Bromsbelägg", **SAID)
    return Desk("mo")


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    """The process dies at this statement of the block, if there are so many."""
    seen = [0]

    def counting(execute: Callable[..., Any], *args: Any) -> Any:
        seen[0] += 1
        if seen[0] == statement:
            raise SystemExit
        return execute(*args)

    with connection.execute_wrapper(counting):
        yield


def prices(mo: Desk) -> str:
    party = parties.add(kind="company", name="Grossisten", is_customer=False, **SAID)
    rows = [f"L-{n};Ate;A-{n};Belägg {n};{n},50" for n in (1, 2, 5, 6, 7)] + ["L-8;;;;1", "L-9;Ate;A-9;Nio;fel"]
    data = "\n".join(["Artikelnr;Varumärke;MPN;Benämning;Nettopris", *rows])
    where = sent(mo, "prices", data, supplier=str(suppliers.add(party, **SAID).pk))
    mo.form(f"{where}/run", do="take", style="sv_SE", number="0", brand="1", part_number="2", name="3", price="4")
    return where


def fitment(mo: Desk) -> str:
    terms = [("make", 1, "Volvo"), ("model", 1, "V70")]
    car_terms.load(terms=terms, bases=[(n, 2000 + n, 1, 1) for n in range(1, 6)], **SAID)
    gone = Part.objects.get(number="A-4")
    fits.add(gone, fits=[fits.NewFit("Saab", "9-3", 2005, 2007)], source="ACES Ate", **SAID)
    apps = [
        f'<App action="A" id="1"><BaseVehicle id="{base}"/><Qty>1</Qty><Part>A-{part}</Part></App>'
        for base, part in ((1, 1), (2, 2), (3, 3), (4, 1), (9, 2), (1, 9), (5, 3))
    ]
    head = "<Header><SubmissionType>FULL</SubmissionType></Header>"
    where = sent(mo, "fitment", f"<ACES>{head}{''.join(apps)}</ACES>")
    mo.form(f"{where}/run", do="take", brand=str(Brand.objects.get(name="Ate").pk))
    return where


def interchange(mo: Desk) -> str:
    rows = [
        "Ate;A-1;Ate;A-2;lika",
        "Ate;A-2;Ate;A-3;ersatt",
        "Ate;A-3;Ate;A-4;",
        "Ate;A-9;Ate;A-1;",
        "Ate;A-3;Ate;A-2;ersatt",
    ]
    where = sent(mo, "interchange", "\n".join(["b;n;ob;on;k", *rows]))
    chosen = dict(zip(("brand", "number", "other_brand", "other_number", "kind"), "01234", strict=True))
    mo.form(f"{where}/run", do="take", style="sv_SE", **chosen)
    return where


def opening(mo: Desk) -> str:
    rows = ["A-1;4;10,50;A1", "A-2;1,5;20;A2", "A-3;2;1;", "A-9;1;1;", "A-4;3;2;A1"]
    where = sent(mo, "opening", "\n".join(["n;q;c;b", *rows]))
    mo.form(f"{where}/run", do="take", style="sv_SE", number="0", quantity="1", cost="2", bin="3")
    return where


def sent(mo: Desk, kind: str, data: str, **fields: str) -> str:
    return mo.form("/imports", kind=kind, file=SimpleUploadedFile("fil", data.encode()), **fields).leads_to


def stands() -> list[Any]:
    """What an import leaves, without ids and moments."""
    known = dict(PartSearch.objects.values_list("id", "part__number"))
    return [
        sorted(Part.objects.values_list("brand__name", "number")),
        sorted(PartCode.objects.values_list("part__number", "kind", "norm")),
        sorted(PartSearch.objects.values_list("text", flat=True)),
        sorted(Offer.objects.values_list("number", "part__number", "unit_price_cm", "preferred")),
        sorted((known[part], year) for part, year in Fit.objects.values_list("part", "year")),
        sorted(InterchangeMember.objects.values_list("part__number", flat=True)),
        sorted(Supersession.objects.values_list("old__number", "new__number")),
        sorted(Movement.objects.filter(kind="opening").values_list("part__number", "quantity_milli", "value_minor")),
        sorted(Balance.objects.values_list("part__number", "on_hand_milli", "value_minor")),
    ]


def counted(where: str) -> dict[str, int]:
    outcome = uploads.recalled(where.rsplit("/", 1)[1], "outcome")
    assert outcome
    return dict(outcome["counts"])


@pytest.mark.parametrize("begin", [prices, fitment, interchange, opening])
@pytest.mark.parametrize("seed", range(3))
def test_killed_anywhere_it_ends_as_if_it_never_was(mo: Desk, begin: Callable[[Desk], str], seed: int) -> None:
    dice = random.Random(seed)
    where = begin(mo)
    work, kills = LongWork.objects.get(), 0
    while not uploads.recalled(where.rsplit("/", 1)[1], "outcome"):
        try:
            with killed_at(dice.randrange(3, 25 + 25 * kills) if kills < MOST_KILLS else 0):
                long_work.do.func(str(work.pk))
        except SystemExit:
            kills += 1
        LongWork.objects.filter(state="running").update(state="waiting")
    assert kills
    first = stands(), counted(where)
    assert not {name for name, wrong in checks.run_all().items() if wrong} - {"kernel.events", "kernel.work"}
    again = begin(mo) if begin is not prices else where
    while tasks.do_waiting(AT.replace(year=2099), long=True):
        pass
    assert stands()[:8] == first[0][:8]
    if again != where:
        assert counted(again).get("new") == 0


def test_without_a_kill_the_counts_are_the_same(mo: Desk) -> None:
    found = {}
    for begin in (prices, fitment, interchange, opening):
        where = begin(mo)
        while tasks.do_waiting(AT.replace(year=2099), long=True):
            pass
        found[begin.__name__] = {what: many for what, many in counted(where).items() if many}
    assert found == {
        "prices": {"new": 5, "refused": 2}, "fitment": {"new": 5, "gone": 3, "refused": 2},
        "interchange": {"new": 3, "refused": 2}, "opening": {"new": 4, "refused": 1},
    }  # fmt: skip
