"""Pictures of parts: small, upright, without what the camera said; harmless whatever is sent."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from vaxel.business.catalog import pictures
from vaxel.business.catalog.models import PartPicture
from vaxel.business.service.tests.cast import SAID, Floor, workshop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.office.tests.test_queries import asked
from vaxel.kernel import files, images

pytestmark = pytest.mark.django_db
LATITUDE, ORIENTATION = 0x8825, 0x0112


@pytest.fixture
def floor(settings: Any, tmp_path: Path) -> Floor:
    settings.DATA = tmp_path
    return workshop()


def jpeg(size: tuple[int, int] = (2400, 1200), colour: str = "red", kind: str = "JPEG", **exif: Any) -> bytes:
    made, out = Image.new("RGB", size, colour), BytesIO()
    held = made.getexif()
    held[ORIENTATION] = exif.get("turned", 1)
    held[0x010E] = "Taken at home"
    made.save(out, kind, exif=held)
    return out.getvalue()


def send(who: str, floor: Floor, data: bytes, name: str = "pads.jpg") -> int:
    sent = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return Desk(who).form(f"/parts/{floor.pads.pk}/pictures", picture=sent).status


def test_a_picture_is_stored_small_upright_and_without_exif(floor: Floor) -> None:
    assert send("mo", floor, jpeg(turned=6)) == 302 or PartPicture.objects.exists()
    one = PartPicture.objects.get()
    mo = Desk("mo")
    for path, edge in (("", 1200), ("/small", 120)):
        page = mo.get(f"/parts/pictures/{one.pk}{path}").response
        assert page["Content-Type"] == "image/jpeg"
        assert page["X-Content-Type-Options"] == "nosniff"
        shown = Image.open(BytesIO(page.content))
        assert shown.size == (edge // 2, edge), "it was taken lying down"
        assert dict(shown.getexif()) == {}
        assert b"Taken at home" not in page.content
    for path in (f"/parts/{floor.pads.pk}", "/parts", "/counter/search?q=0986494104"):
        assert f"/parts/pictures/{one.pk}" in mo.get(path).text


@pytest.mark.parametrize("data", [
    b"", b"<svg onload='x'/>", b"%PDF-1.4 no picture", b"\xff\xd8\xff but broken", b"GIF89a",
    b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
])  # fmt: skip
def test_what_is_no_picture_is_refused_and_nothing_is_stored(floor: Floor, data: bytes) -> None:
    assert send("mo", floor, data) == 400
    assert not PartPicture.objects.exists()


def test_what_is_too_large_is_refused(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(files.FileTooLarge):
        images.shrunk(b"\xff\xd8\xff" + b"0" * files.LARGEST_BYTES, 100)
    monkeypatch.setattr(images, "MOST_PIXELS", 1_000)
    with pytest.raises(files.NotAPicture):
        images.shrunk(jpeg((100, 100)), 50)


def test_the_same_one_twice_is_one_and_eight_are_enough(floor: Floor) -> None:
    first = pictures.add(floor.pads, data=jpeg(), **SAID)
    assert pictures.add(floor.pads, data=jpeg(), **SAID) == first
    for n in range(pictures.MOST_PICTURES - 1):
        pictures.add(floor.pads, data=jpeg((50 + n, 50), "blue"), **SAID)
    with pytest.raises(pictures.TooManyPictures):
        pictures.add(floor.pads, data=jpeg((500, 50), "green"), **SAID)
    assert pictures.first_of([floor.pads.pk]) == {floor.pads.pk: first.pk}


def test_it_is_taken_away_and_only_by_who_may(floor: Floor) -> None:
    one = pictures.add(floor.pads, data=jpeg(), **SAID)
    where = f"/parts/{floor.pads.pk}/pictures/{one.pk}/remove"
    assert send("kim", floor, jpeg(colour="blue")) == 403
    assert Desk("kim").form(where).status == 403
    assert 'type="file"' not in Desk("kim").get(f"/parts/{floor.pads.pk}").text
    Desk("mo").form(where)
    assert not PartPicture.objects.exists()


def test_a_list_asks_as_much_with_three_pictures_as_with_one(floor: Floor) -> None:
    mo = Desk("mo")
    pictures.add(floor.pads, data=jpeg(), **SAID)
    few = asked(mo, "/parts")
    pictures.add(floor.pads, data=jpeg((60, 50)), **SAID)
    pictures.add(floor.blades, data=jpeg((70, 50)), **SAID)
    assert asked(mo, "/parts") == few
