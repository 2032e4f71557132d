"""The house rules that a machine can see."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    """Every file of the repository."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


def test_no_file_names_a_registry_or_a_path_of_this_machine() -> None:
    words = re.compile("|".join(["pypi" + r"\.org", "registry" + r"\.npmjs", "python" + r"hosted", "/" + "work/"]))
    guilty = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix not in {".xz", ".png", ".woff2", ".mo"} and words.search(path.read_text(errors="ignore"))
    ]
    assert guilty == []
