"""Scripts, styles and pictures: hashed names, compressed once, handed out before the application (decision 6)."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

# What carries its content's hash in its name may be kept for ever; the rest is asked for anew.
HASHED, A_MINUTE_S = r"\.[0-9a-f]{12}\.", 60


def collect() -> bool:
    """Every static file lies in STATIC_ROOT under its hashed name; whether anything had to be done."""
    stamp = Path(settings.STATIC_ROOT) / "stamp"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    compress(Path(settings.STATIC_ROOT))
    stamp.write_text(now)
    return True


def before(application: Any) -> Any:
    """The application, with the collected files standing in front of it: an address under /static/ never reaches it."""
    return WhiteNoise(
        application, root=str(settings.STATIC_ROOT), prefix="static", max_age=A_MINUTE_S, allow_all_origins=False,
        immutable_file_test=HASHED,
    )  # fmt: skip


def compress(folder: Path) -> None:
    """Every file that gets smaller by it has a copy in gzip beside it."""
    compressor = Compressor(quiet=True)
    for path in folder.rglob("*"):
        if path.is_file() and compressor.should_compress(path.name):
            compressor.compress(str(path))


def _fingerprint() -> str:
    """Changes when a file comes, goes or is written to."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = Path(storage.path(path)).stat()
            digest.update(f"{path} {about.st_mtime_ns} {about.st_size}\n".encode())
    return digest.hexdigest()
