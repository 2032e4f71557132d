"""Django's own development server, on a database prepared as for `serve`."""

import os
from argparse import Namespace

from django.conf import settings
from django.core.management import call_command

from vaxel.doors.console.serve import claims
from vaxel.doors.console.serve.command import greeting, prepare
from vaxel.kernel.worker import start_thread


def run(options: Namespace) -> int:
    """Serves until stopped. The outer process prepares; the inner one, started again at each change, also works."""
    if os.environ.get("RUN_MAIN") == "true":
        start_thread()
    else:
        claims.port(options.host, options.port)
        lock = claims.database(settings.DATABASES["default"])
        prepare(demo=not options.no_demo)
        if lock is not None:
            claims.sign(lock, claims.address(options.host, options.port))
        print(greeting(claims.address(options.host, options.port)), flush=True)
    call_command("runserver", f"{options.host}:{options.port}")
    return 0
