"""Which program this is: its version and a hash of its code, written into every register event (M-51, R-5)."""

from hashlib import sha256
from pathlib import Path

import vaxel


def _build() -> str:
    """The first seven hex digits of a hash over the product's own Python files."""
    digest = sha256()
    root = Path(__file__).resolve().parents[1]
    for path in sorted(root.rglob("*.py")):
        if "tests" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:7]


IDENTITY = f"{vaxel.__version__}+{_build()}"
