"""Makes the certificate, and shows how tablets come to trust it."""

import socket
import sys
from argparse import Namespace

import segno
from django.conf import settings

from vaxel.doors.console.trouble import Trouble
from vaxel.doors.https import authority


def run(options: Namespace) -> int:
    """The certificate lies in the data folder, and the way to install the authority is printed; raises Trouble."""
    names = options.names or own_names()
    try:
        made = authority.certify(settings.DATA, names)
    except ValueError as error:
        raise Trouble(f"{error}. Say names such as kassa.local, or addresses such as 192.168.1.10.") from error
    address = f"https://{names[0]}:{options.port}"
    link = f"{address}/authority.crt"
    print(f"The certificate holds for {', '.join(names)} until {made.until:%Y-%m-%d}.\n")
    print("1. Start the server:  bin/run --https --host 0.0.0.0 --port", options.port)
    print(f"2. On each tablet, open {link}\n   Go past the warning this one time. Its fingerprint (SHA-256) is")
    print(f"   {made.fingerprint}\n   Compare it with what the tablet shows, then install it:")
    print("   Android: Settings, Security, More, Install a certificate, CA certificate.")
    print("   iPad: Settings, Profile downloaded; then General, About, Certificate Trust Settings: switch it on.")
    print("   Windows: open the file, Install, Local Machine, Trusted Root Certification Authorities.")
    print(f"3. Open {address} on it, and let it sell under Settings, Sites.\n")
    if sys.stdout.isatty():
        segno.make(link, error="m").terminal(compact=True)
    return 0


def own_names() -> list[str]:
    """The machine's address on its network, its name, and its name among neighbours (mDNS)."""
    host = socket.gethostname().split(".")[0].lower()
    found = [address for address in (_address(),) if address]
    return [*found, f"{host}.local", host, "localhost", "127.0.0.1"]


def _address() -> str:
    """The address by which the network reaches us; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return str(probe.getsockname()[0])
