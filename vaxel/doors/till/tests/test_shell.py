"""What the till's page is installed with: whole, the same for everyone, and one version for all of it."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from vaxel.business.locations.tests.cast import shop
from vaxel.doors.office.tests.cast import Desk
from vaxel.doors.till import shell

PARTS = ["/till/", "/till/display", "/till/words.json", "/till/manifest.webmanifest", "/till/worker.js"]


def test_every_file_of_the_page_is_there() -> None:
    assert [name for name in shell.files() if not name.startswith("vendor/") and finders.find(name) is None] == []


def test_every_module_that_is_imported_is_in_the_list() -> None:
    listed = set(shell.files())
    for name in listed:
        if name.endswith(".js") and name.startswith("till/"):
            text = Path(str(finders.find(name))).read_text()
            for imported in re.findall(r'(?:from|import) "(\.[^"]+)"', text):
                path = re.sub(r"^till/\.\./", "", f"till/{imported}").replace("till/./", "till/")
                assert path in listed, (name, imported)


def test_the_worker_names_the_files_and_a_version() -> None:
    text = shell.worker()
    files = json.loads(re.search(r"const FILES = (\[.*\]);", text).group(1))  # type: ignore[union-attr]
    assert files[:3] == ["/till/", "/till/words.json", "/till/manifest.webmanifest"]
    assert len(files) == len(shell.files()) + 3
    assert re.search(r'const VERSION = "[0-9a-f]{16}";', text)
    assert text.count("skipWaiting") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("path", PARTS)
def test_the_page_is_the_same_bytes_for_everyone(path: str) -> None:
    shop()
    nobody = Client().get(path)
    somebody = Desk("mo").client.get(path, headers={"Accept-Language": "en"})
    assert nobody.status_code == 200
    assert nobody.content == somebody.content
    assert b"csrf" not in nobody.content.lower()
    assert b"Mo " not in somebody.content
    assert (nobody["Cache-Control"], nobody.cookies) == ("no-cache", {})


@pytest.mark.django_db
def test_the_page_has_no_script_or_style_of_its_own() -> None:
    text = Client().get("/till/").content.decode()
    assert re.search(r"<script(?![^>]*src=)", text) is None
    assert "<style" not in text
    assert "style=" not in text
