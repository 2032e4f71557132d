"""A scanner's burst and a person's typing, told apart by the script the page runs."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="Node is not installed here")
def test_bursts_are_scans_and_typing_is_not() -> None:
    tests = Path(__file__).with_name("wedge.test.mjs")
    ran = subprocess.run([str(NODE), "--test", str(tests)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
