"""The till's scripts: their own tests, in Node, and what holds for all of them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils.translation import override

from vaxel.doors.till import sentences

NODE = shutil.which("node")
SCRIPTS = Path(__file__).parents[2] / "static" / "till"
SAID = re.compile(r"(?<![\w.])say(?:In)?\(")
STORES = re.compile(r"\b(?:indexedDB|localStorage|sessionStorage)\b")


@pytest.mark.skipif(NODE is None, reason="Node is not installed here")
def test_the_scripts_do_what_they_promise() -> None:
    files = sorted(str(path) for path in Path(__file__).parent.glob("*.test.mjs"))
    ran = subprocess.run([str(NODE), "--test", *files], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_sentence_of_the_scripts_is_translated_and_no_other() -> None:
    known = sentences.keys()
    said = {text for path in SCRIPTS.glob("*.js") for text in _sentences(path.read_text())}
    words = {text for path in SCRIPTS.glob("*.js") for text in re.findall(r'"((?:[^"\\]|\\.)*)"', path.read_text())}
    assert said - known == set()
    assert known - words == set()


def _sentences(script: str) -> set[str]:
    """The texts that stand first in a call of `say`, both where one of two is chosen; what is compared is none."""
    found: set[str] = set()
    for call in SAID.finditer(script):
        at, depth, before = call.end(), 0, int(call.group().startswith("sayIn"))
        while depth >= 0 and before >= 0:
            here = script[at]
            if here == '"':
                end = script.index('"', at + 1)
                if not depth and not before and not script[:at].endswith("=== "):
                    found.add(script[at + 1 : end])
                at = end
            depth += (here in "([{") - (here in ")]}")
            before -= here == "," and not depth
            at += 1
    return found


def test_one_or_many_and_what_is_meant() -> None:
    spoken = sentences.spoken()
    assert spoken["sv"]["Change (coins)"] == "Växel"
    assert spoken["en"]["Change (coins)"] == "Change"
    assert spoken["en"]["%(n)s line"] == ["%(n)s line", "%(n)s lines"]
    with override("en"):
        assert sentences.spoken() == spoken


def test_one_module_alone_touches_what_is_stored_on_the_device() -> None:
    assert [path.name for path in sorted(SCRIPTS.glob("*.js")) if STORES.search(path.read_text())] == ["storage.js"]


def test_no_database_is_ever_deleted() -> None:
    assert "deleteDatabase" not in "".join(path.read_text() for path in SCRIPTS.glob("*.js"))


def test_no_id_is_made_of_chance_or_clock() -> None:
    guilty = re.compile(r"\bid:\s*(?:Math\.random|Date\.now|String\(Date)")
    assert [path.name for path in SCRIPTS.glob("*.js") if guilty.search(path.read_text())] == []
