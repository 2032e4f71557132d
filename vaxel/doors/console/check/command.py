"""Asks the registered checks and prints what they say."""

from argparse import Namespace

from vaxel.doors.console.trouble import Trouble
from vaxel.kernel import checks


def run(options: Namespace) -> int:
    """Every wanted check is printed with ok or its sentences; 1 when any had something to say."""
    wanted = [name for name in sorted(checks.REGISTRY) if _is_wanted(name, options.names)]
    if not wanted:
        raise Trouble(f"There is no such check. These exist: {', '.join(sorted(checks.REGISTRY))}.")
    wrong = 0
    for name in wanted:
        sentences = checks.run(name)
        wrong += bool(sentences)
        print(f"{name:<28} {'WRONG' if sentences else 'ok'}", flush=True)
        for sentence in sentences:
            print(f"    {sentence}", flush=True)
    print(f"{len(wanted) - wrong} checks passed, {wrong} failed")
    return 1 if wrong else 0


def _is_wanted(name: str, wanted: list[str]) -> bool:
    return not wanted or name in wanted or name.split(".", maxsplit=1)[0] in wanted
