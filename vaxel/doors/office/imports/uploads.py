"""Files that are being imported: each in a folder of its own beside the database, for a week, with what is known of it.

An upload belongs to who made it. Who asks for another's gets the same answer as for none.
"""

import json
import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from vaxel.doors.office.desk import an_id
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.refusals import NotFound

KEPT_S = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody gave us: what it holds, and from which supplier when that matters."""

    id: str
    name: str
    supplier: str
    by: str
    kind: str = "prices"

    @property
    def path(self) -> Path:
        """Where its bytes lie."""
        return folder() / self.id / "file"


def folder() -> Path:
    """Where all of them lie."""
    path = Path(settings.DATA) / "imports"
    path.mkdir(parents=True, exist_ok=True)
    return path


def keep(name: str, pieces: Iterable[bytes], *, kind: str = "prices", supplier: str = "", by: Actor) -> Upload:
    """The file is there until it expires; what has expired is gone."""
    _sweep()
    upload = Upload(str(new_id()), Path(name).name[:120], supplier, str(by.id), kind)
    upload.path.parent.mkdir()
    with upload.path.open("wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())
    remember(upload.id, "about", asdict(upload))
    return upload


def forget(upload: Upload) -> None:
    """The file is gone."""
    shutil.rmtree(upload.path.parent, ignore_errors=True)


def found(upload_id: str, by: Actor) -> Upload:
    """One's own upload with the id; refuses with NotFound."""
    about = recalled(str(an_id(upload_id)), "about")
    if about is None or about["by"] != str(by.id):
        raise NotFound()
    return Upload(**about)


def remember(upload_id: str, key: str, facts: dict[str, Any]) -> None:
    """The facts are kept beside the file, whole or not at all."""
    target = folder() / upload_id / f"{key}.json"
    aside = target.with_suffix(f".{new_id().hex}")
    aside.write_text(json.dumps(facts, ensure_ascii=False))
    aside.replace(target)


def recalled(upload_id: str, key: str) -> dict[str, Any] | None:
    """What was remembered, if anything was."""
    try:
        return dict(json.loads((folder() / upload_id / f"{key}.json").read_text()))
    except FileNotFoundError:
        return None


def _sweep() -> None:
    for path in folder().iterdir():
        if path.stat().st_mtime < time.time() - KEPT_S:
            shutil.rmtree(path, ignore_errors=True)
