"""What happens before the doors open; then this process becomes the server."""

import os
import socket
import sys
from argparse import Namespace
from pathlib import Path

from django.conf import settings
from django.db import connections

from vaxel.business.locations.models import Company, Staff
from vaxel.doors.console.demo import shop
from vaxel.doors.console.serve import claims, database, first_demo, static_files, translations
from vaxel.doors.console.trouble import Trouble
from vaxel.doors.https import authority
from vaxel.doors.setup import code

# A register of plates that needs no internet, so that the demo can show what a look-up does.
DEMO_REGISTER = "vaxel.business.vehicles.lookups.FakeLookup"


def run(options: Namespace) -> int:
    """Everything is in place and the server runs in this process; raises Trouble when it cannot."""
    claims.port(options.host, options.port)
    lock = claims.database(settings.DATABASES["default"])
    prepare(demo=not options.no_demo)
    static_files.collect()
    connections.close_all()
    address = claims.address(options.host, options.port)
    if lock is not None:
        claims.sign(lock, address)
    words = ["--host", options.host, "--port", str(options.port)]
    if lock is None:
        words.append("--own-worker")
    if options.https:
        words += ["--https", str(https_folder())]
        address = address.replace("http://", "https://")
    if options.until_parent_ends:
        words.append("--until-parent-ends")
    lessons = 0 if settings.PRACTICE else practice_port(options)
    if lessons:
        words += ["--practice-port", str(lessons)]
    os.environ["VAXEL_PRACTICE_PORT"] = str(lessons)
    if Company.objects.exists():
        code.forget()
    else:
        code.make()
    os.environ["VAXEL_GREETING"] = greeting(address)
    if is_demo():
        os.environ.setdefault("VAXEL_PLATE_LOOKUP", DEMO_REGISTER)
        os.environ.setdefault("VAXEL_FAKE_SUPPLIERS", "1")
        if not settings.STRIPE_KEY and not settings.STRIPE_KEY_FILE.exists():
            words += ["--fake-stripe", str(fake_stripe())]
        os.environ.setdefault("VAXEL_FAKE_MESSAGES", "1")
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # one heap a thread would keep a third more memory than is used
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "vaxel.doors.console.serve.host", *words])  # noqa: S606


def https_folder() -> Path:
    """Where the certificate lies; raises Trouble when there is none."""
    folder = authority.folder(settings.DATA)
    if not (folder / "server.pem").exists():
        raise Trouble("There is no certificate yet. Make one first: bin/vaxel https")
    return folder


def fake_stripe() -> int:
    """The port of a simulated Stripe that this shop is to use from now on, so that the demo can take cards."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    os.environ |= {
        "VAXEL_STRIPE_KEY": "sk_test_fake", "VAXEL_STRIPE_API": f"http://127.0.0.1:{port}",
        "VAXEL_STRIPE_READERS_PAGE": f"http://127.0.0.1:{port}/readers",
        "VAXEL_FAKE_STRIPE_DATA": str(settings.DATA / "fake_stripe.json"),
    }  # fmt: skip
    return port


def practice_port(options: Namespace) -> int:
    """Where the practice shop is to be found when someone wants it; 0 for nowhere."""
    wanted = options.practice_port
    return int(options.port + 1 if wanted is None and options.port < 65535 else wanted or 0)


def prepare(*, demo: bool) -> None:
    """The database is in step with this code, the translations are compiled, the demo company is made if wanted."""
    database.reach()
    first_demo.clear_broken_off()
    database.bring_up_to_date()
    translations.compile_changed()
    if demo and not Company.objects.exists():
        code.forget()
        print("Making the demo company, which takes a moment ... / Skapar demoföretaget ...", flush=True)
        first_demo.make()


def is_demo() -> bool:
    """Whether the database holds the demo company."""
    return Staff.objects.filter(email__in=[one.email for one in shop.LOG_INS]).exists()


def greeting(address: str) -> str:
    """What the one who started the server reads: where it is, and who may log in."""
    lines = ["", f"Växel is open at / Växel är öppet på: {address}", ""]
    if is_demo():
        lines += ["Log in as / Logga in som:", *shop.log_in_lines(), ""]
    elif not Company.objects.exists():
        lines += ["The shop is empty. Set it up here / Butiken är tom. Lägg upp den här:"]
        lines += [f"  {address}/setup?code={code.make()}", ""]
    return "\n".join([*lines, "Stop with Ctrl+C / Avsluta med Ctrl+C."])
