"""What one server alone may have: its port, and on SQLite the database file."""

import errno
import fcntl
import os
import socket
from typing import Any

from vaxel.doors.console.trouble import Trouble


def port(host: str, number: int) -> None:
    """Nobody listens on the port yet; raises Trouble otherwise, or when the address is not this machine's."""
    if not 0 < number < 65536:
        raise Trouble(f"There is no port {number}: choose one between 1 and 65535.")
    try:
        family, kind, proto, _name, place = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except socket.gaierror as error:
        raise Trouble(f"The address {host} is not known: {error.strerror}.") from error
    except OSError as error:
        raise Trouble(_why_not(error, host, number)) from error


def _why_not(error: OSError, host: str, number: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {number} is busy: something listens there already. Stop it, or choose another with --port N."
    if error.errno == errno.EACCES:
        return f"Port {number} is not for ordinary users. Choose one above 1023 with --port N."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"The address {host} does not belong to this machine. Choose another with --host."
    return f"Växel cannot listen on {host}, port {number}: {error.strerror}."


def database(wanted: dict[str, Any]) -> int | None:
    """On SQLite: a lock that lasts as long as this process, also when it becomes another program; else None.

    Raises Trouble when another server holds it. Console commands beside the server do not need it.
    """
    if "postgresql" in wanted["ENGINE"]:
        return None
    handle = os.open(f"{wanted['NAME']}.server", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        who = os.read(handle, 500).decode(errors="replace").strip()
        os.close(handle)
        raise Trouble(
            f"A server already runs on this database{f' ({who})' if who else ''}. "
            "One server a data folder: stop that one first, or choose another folder with --data DIR."
        ) from error
    os.set_inheritable(handle, True)
    os.ftruncate(handle, 0)
    return handle


def sign(lock: int, address: str) -> None:
    """Whoever finds the lock taken is told by whom."""
    os.pwrite(lock, f"process {os.getpid()}, {address}".encode(), 0)


def address(host: str, number: int) -> str:
    """What to type into a browser on this machine."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - understood, not bound
        host = socket.gethostname()
    return f"http://{f'[{host}]' if ':' in host else host}:{number}"
