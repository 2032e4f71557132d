"""Makes the backup file."""

import tempfile
from argparse import Namespace
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import vaxel
from vaxel.doors.console.backup import archive, postgres, sqlite
from vaxel.doors.console.trouble import Trouble
from vaxel.kernel import clock, files


def run(options: Namespace) -> int:
    """FILE holds the whole shop as of one moment; raises Trouble when it exists already or cannot be written."""
    target = Path(options.file).resolve()
    if target.exists() and not options.overwrite:
        raise Trouble(f"{target} exists already. Choose another name, or say --overwrite.")
    applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    if not applied:
        raise Trouble("There is no shop in this database yet: nothing to back up.")
    about = archive.About(connection.vendor, clock.now().isoformat(timespec="seconds"), vaxel.__version__, applied)
    try:
        with tempfile.TemporaryDirectory(prefix=".vaxel-backup-", dir=target.parent) as folder:
            copy = Path(folder) / "copy"
            if connection.vendor == "sqlite":
                sqlite.copy(Path(connection.settings_dict["NAME"]), copy)
            else:
                postgres.dump(connection.settings_dict, copy)
            archive.pack(target, about, copy, settings.DATA / "secret", files.folder())
    except OSError as error:
        raise Trouble(f"The backup could not be written to {target}: {error.strerror}.") from error
    print(f"{target} holds the whole shop ({target.stat().st_size / 1e6:.1f} MB). Keep it where only you can read it.")
    return 0
