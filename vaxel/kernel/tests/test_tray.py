"""The exceptions tray: sorted out once, with a word on how."""

from datetime import UTC, datetime

import pytest

from vaxel.kernel import tray
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.models import TrayItem

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MO = Actor.system("Mo")
SAM = Actor.system("Sam")


def item() -> TrayItem:
    return TrayItem.objects.create(kind="overpaid", subject_kind="x", subject_id=new_id(), opened_at=AT)


@pytest.mark.django_db
def test_what_was_done_is_kept_and_done_once() -> None:
    open_item = item()
    with pytest.raises(tray.HowMissing):
        tray.sort_out(open_item, note=" ", by=MO, at=AT)
    assert TrayItem.objects.get(pk=open_item.pk).closed_at is None
    done = tray.sort_out(open_item, note="Given back in cash", by=MO, at=AT)
    assert (done.closed_by, done.closed_at, done.note) == ("Mo", AT, "Given back in cash")
    with pytest.raises(tray.SortedOutAlready, match="Mo"):
        tray.sort_out(open_item, note="Again", by=SAM, at=AT)
    assert TrayItem.objects.get(pk=open_item.pk).note == "Given back in cash"


@pytest.mark.django_db
def test_what_is_seen_again_is_laid_once_with_what_is_known_now() -> None:
    subject = item()
    for got in (1, 2):
        tray.lay_once("wrong_charge", subject, site_id=None, at=AT, got=got)
    [laid] = TrayItem.objects.filter(kind="wrong_charge")
    assert (laid.subject_id, laid.facts) == (subject.pk, {"got": 2})
    tray.sort_out(laid, note="Asked the bank", by=MO, at=AT)
    tray.lay_once("wrong_charge", subject, site_id=None, at=AT, got=3)
    assert TrayItem.objects.filter(kind="wrong_charge").count() == 2
