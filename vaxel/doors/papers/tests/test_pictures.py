"""Papers look as they did when somebody last looked at them, and their words can be selected and read aloud."""

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from vaxel.doors.papers import plain
from vaxel.doors.papers.tests import goldens

# A renderer of another version smooths letters a little differently; a column that moved is another matter.
ALIKE = 2.0
LOOK = "python -m vaxel.doors.papers.tests.goldens draws them anew; look at them before committing"
A4 = [name for name, (_make, shape) in goldens.PAPERS.items() if shape == "a4"]  # the roll leaves heads of columns out


@pytest.mark.parametrize("name", goldens.PAPERS)
def test_a_paper_looks_as_it_did(name: str) -> None:
    now, before = goldens.drawn(name), goldens.kept(name).convert("L")
    assert now.size == before.size, LOOK
    difference = ImageChops.difference(*(one.filter(ImageFilter.BoxBlur(2)) for one in (now, before)))
    assert max(_tiles(difference)) < ALIKE, LOOK


def _tiles(image: Image.Image) -> list[float]:
    """How much each tile of 40 × 40 dots differs, of 255."""
    boxes = [(x, y, x + 40, y + 40) for x in range(0, image.width, 40) for y in range(0, image.height, 40)]
    return [ImageStat.Stat(image.crop(box)).mean[0] for box in boxes]


@pytest.mark.parametrize("name", A4)
def test_every_word_of_a_paper_can_be_found_in_its_file(name: str) -> None:
    make, _shape = goldens.PAPERS[name]
    there = "".join(goldens.words(name).replace("\u00ad", "").replace("-\n", "-").split()).replace("\ufffe", "-")
    said = plain.render(make()).replace("|", " ").replace("_", " ").split()
    missing = [word for word in said if word not in there]
    assert missing == []
