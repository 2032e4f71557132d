"""`bin/demo story`: plays the main errand on a server of its own, on a scratch folder, and tells it step by step."""

import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path

from tests.live import LiveShop, drop_database, fresh_database
from tests.stories import main_errand, scene


def main(words: list[str]) -> int:
    """The errand was played; 1 when a step did not go as it must."""
    parser = ArgumentParser("bin/demo", description="Plays the shop's main errand through HTTP and tells it.")
    parser.add_argument("story", choices=["story"], help="the car that comes in, is repaired, paid and remembered")
    parser.add_argument("--keep", action="store_true", help="leave the folder and the server running")
    parser.add_argument(
        "--database", default="", metavar="ADDRESS", help="postgres://… with the right to make databases"
    )
    options = parser.parse_args(words)
    folder = Path(tempfile.mkdtemp(prefix="vaxel-story-"))
    shop = LiveShop(folder, fresh_database(options.database))
    print("Setting up a shop to play in ...", flush=True)
    begun = time.monotonic()
    step = 0

    def tell(sentence: str) -> None:
        nonlocal step
        step += 1
        print(f"{step:>3}  {sentence}", flush=True)

    try:
        token = scene.set_up(shop)
        main_errand.play(shop.url, token, tell)
        checked = shop.console("check")
        tell(checked.stdout.strip().splitlines()[-1])
        print(f"Done in {time.monotonic() - begun:.0f} s.")
        return checked.returncode
    except AssertionError as failure:
        print(f"The story stops here: {failure}", file=sys.stderr)
        return 1
    finally:
        if options.keep and shop.process is not None:
            print(f"The shop is open at {shop.url}, its folder is {folder}. End it with: kill {shop.process.pid}")
        else:
            shop.kill()
            drop_database(shop.database)
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
