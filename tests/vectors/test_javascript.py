"""The same vectors over the script the till runs (I-14)."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="Node is not installed here")
def test_javascript_reckons_as_python_does() -> None:
    tests = Path(__file__).with_name("money.test.mjs")
    ran = subprocess.run([str(NODE), "--test", str(tests)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
