"""Finds the command, settles the data folder and the database, and runs it: `python -m vaxel COMMAND`."""

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from importlib import import_module
from pathlib import Path

from vaxel.doors.console.trouble import Trouble
from vaxel.kernel.db.urls import database_settings

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[2]


def main(words: list[str]) -> int:
    """Run the command that `words` begin with; its exit code: 0 done, 1 trouble, 2 not understood."""
    if words and words[0] not in names() and not words[0].startswith("-"):
        return _django(words)
    options = _parser().parse_args(words)
    try:
        settle(options)
        code: int = _run(options)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def names() -> list[str]:
    """Every command: the folders that have one."""
    return sorted(path.parent.name for path in FOLDER.glob("*/command.py"))


def settle(options: Namespace) -> None:
    """The environment names the data folder and the database, and both can be meant; raises Trouble otherwise."""
    folder = Path(options.data or os.environ.get("VAXEL_DATA") or ROOT / "data").resolve()
    address = os.environ.get("VAXEL_DATABASE", "") if options.database is None else options.database
    try:
        database_settings(address, folder)
    except ValueError as error:
        raise Trouble(f"The database address cannot be read: {error}.") from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"The data folder {folder} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Trouble(f"The data folder {folder} cannot be written to. Choose another with --data DIR.")
    os.umask(0o077)  # what the shop stores is read by its own user alone
    os.environ["VAXEL_DATA"], os.environ["VAXEL_DATABASE"] = str(folder), address
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")


def _parser() -> ArgumentParser:
    parser = ArgumentParser("vaxel", description="Växel's console.", formatter_class=RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in names():
        errand = import_module(f"vaxel.doors.console.{name}")
        summary = (errand.__doc__ or "").strip()
        command = commands.add_parser(
            name, help=summary.splitlines()[0], description=summary, formatter_class=RawDescriptionHelpFormatter
        )
        errand.arguments(command)
        command.add_argument("--data", metavar="DIR", help="folder of the database and files (else VAXEL_DATA, data/)")
        command.add_argument("--database", metavar="ADDRESS", help="postgres://… (else VAXEL_DATABASE, SQLite)")
    return parser


def _run(options: Namespace) -> int:
    import django
    from django.db import InterfaceError, OperationalError, connection
    from django.utils import translation

    from vaxel.kernel.db import news
    from vaxel.kernel.refusals import Refused

    django.setup()
    news.take_part()
    try:
        with translation.override("en"):  # as everything the console says
            code: int = import_module(f"vaxel.doors.console.{options.command}.command").run(options)
    except (OperationalError, InterfaceError) as error:
        place = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else "PostgreSQL"
        raise Trouble(f"The database ({place}) cannot be used: {str(error).strip()}") from error
    except Refused as refusal:
        with translation.override("en"):
            raise Trouble(str(refusal)) from refusal
    return code


def _django(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")
    execute_from_command_line(["vaxel", *words])
    return 0
