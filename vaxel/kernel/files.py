"""Files that people give us: photos, papers. Each lies once in the data folder, under the hash of what is in it.

    stored = files.keep(data, name="fl.jpg", at=at)      inside an action: on disk first, then its row
    files.read(stored)

A file on disk without a row is harmless and swept later; a row without its file is a fault that `vaxel check` finds.
What is kept must be a picture or a PDF by its own bytes, whatever its name says.
"""

import hashlib
import os
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vaxel.kernel.ids import new_id
from vaxel.kernel.models import StoredFile
from vaxel.kernel.refusals import BadInput

LARGEST_BYTES = 12_000_000
KINDS = {
    b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF8": "image/gif", b"%PDF-": "application/pdf",
}  # fmt: skip


class NotAPicture(BadInput):
    """Only what a browser shows without harm is kept."""

    sentence = _("The file is no picture (JPEG, PNG, WebP, GIF) and no PDF.")


class FileTooLarge(BadInput):
    """A phone's photo is a few megabytes."""

    sentence = _("The file is larger than %(most)s MB. Make it smaller, or take a new one.")


def kind_of(data: bytes) -> str:
    """The media type that the first bytes show; refuses with NotAPicture."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    for start, kind in KINDS.items():
        if data.startswith(start):
            return kind
    raise NotAPicture()


def digest(data: bytes) -> str:
    """The hash by which the bytes are known."""
    return hashlib.sha256(data).hexdigest()


def keep(data: bytes, *, name: str, at: datetime, id: UUID | None = None) -> StoredFile:
    """The bytes are on disk, durable, and known by a row of the caller's transaction. The same id again is the same
    file. Refuses with NotAPicture, FileTooLarge."""
    held = StoredFile.objects.filter(pk=id).first() if id else None
    if held is not None:
        return held
    if len(data) > LARGEST_BYTES:
        raise FileTooLarge(most=LARGEST_BYTES // 1_000_000)
    kind, known_by = kind_of(data), digest(data)
    _lay(path_of(known_by), data)
    return StoredFile.objects.create(
        id=id or new_id(), sha256=known_by, kind=kind, name=Path(name).name[:120], bytes=len(data), made_at=at
    )


def folder() -> Path:
    """Where all files lie."""
    return Path(settings.DATA) / "files"


def path_of(digest: str) -> Path:
    """Where the file with this hash lies."""
    return folder() / digest[:2] / digest


def read(stored: StoredFile) -> bytes:
    """What is in the file."""
    return path_of(stored.sha256).read_bytes()


def _lay(target: Path, data: bytes) -> None:
    """The file is whole and durable, or not there."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as part:
        part.write(data)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(target)
    for place in (target.parent, target.parent.parent):
        held = os.open(place, os.O_RDONLY)
        os.fsync(held)
        os.close(held)
