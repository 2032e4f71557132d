"""The backup file: a zip with `about.json`, the database's copy, the installation's secret and people's files."""

import json
import re
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

from vaxel.doors.console.trouble import Trouble

_FILE = re.compile(r"files/(?P<folder>[0-9a-f]{2})/(?P<hash>[0-9a-f]{64})")
COPIES = {"sqlite": "vaxel.sqlite3", "postgresql": "vaxel.sql"}


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself: which database wrote it, when (UTC), by which version, up to which migrations."""

    database: str
    made_at: str
    version: str
    migrations: list[str]


def pack(target: Path, about: About, copy: Path, secret: Path, files: Path) -> None:
    """`target` is the complete backup, readable by its owner alone; it never exists half written."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            archive.writestr("about.json", json.dumps(asdict(about), indent=2))
            archive.write(copy, COPIES[about.database])
            if secret.exists():
                archive.write(secret, "secret")
            for path in sorted(files.glob("??/*")):  # pictures are as small as they get
                archive.write(path, f"files/{path.parent.name}/{path.name}", zipfile.ZIP_STORED)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def read(source: Path) -> About:
    """What the backup says of itself; raises Trouble when it is none, or is damaged."""
    try:
        with zipfile.ZipFile(source) as archive:
            about = About(**json.loads(archive.read("about.json")))
            damaged = archive.testzip()
    except FileNotFoundError as error:
        raise Trouble(f"There is no file {source}.") from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise Trouble(f"{source} is not a backup of Växel, or is damaged: {error}.") from error
    if damaged:
        raise Trouble(f"The backup {source} is damaged: {damaged} cannot be read whole. Nothing was changed.")
    return about


def unpack(source: Path, about: About, copy: Path, secret: Path, files: Path) -> None:
    """The database's copy lies at `copy`, the secret, if the backup has one, at `secret`, people's files in `files`.

    A file's name is the hash of what is in it, so those that are there already stay.
    """
    with zipfile.ZipFile(source) as archive:
        _extract(archive, COPIES[about.database], copy)
        if "secret" in archive.namelist():
            _extract(archive, "secret", secret)
        for name in archive.namelist():
            found = _FILE.fullmatch(name)
            target = files / found["folder"] / found["hash"] if found else None
            if target and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                _extract(archive, name, target)


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> None:
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with archive.open(name) as source, part.open("wb") as sink:
        while chunk := source.read(1 << 20):
            sink.write(chunk)
    part.replace(target)
