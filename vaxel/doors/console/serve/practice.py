"""The practice shop: a second server with a data folder of its own, started when someone wants to practise.

The office writes `practice/wanted` in the data folder; the outer process sees it and starts the server, which makes the
demo company there first. A file `anew` throws the practice data away. It imports no Django.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

LOOKS_S = 1.0
IDLE_S = 12 * 3600
LAST_WORDS_S = 20
GROWN_UP_S = 120


class Practice:
    """Keeps the practice server running while it is wanted."""

    def __init__(self, host: str, port: int, live_port: int) -> None:
        self.folder = folder()
        self._words = [sys.executable, "-m", "vaxel", "serve", "--host", host, "--port", str(port),
                       "--data", str(self.folder), "--database", "", "--until-parent-ends"]  # fmt: skip
        self._live_port = live_port
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = 0.0
        self._ending = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="practice", daemon=True)

    def start(self) -> None:
        """From now on wishes are seen."""
        self._keeper.start()

    def stop(self) -> None:
        """The practice server has ended."""
        self._ending.set()
        self._end()

    def _keep(self) -> None:
        while not self._ending.wait(LOOKS_S):
            if (self.folder / "anew").exists():
                self._end()
                clear(self.folder)
            if not self._is_wanted():
                self._end()
            elif self._process is None:
                self._begin()
            elif self._process.poll() is not None:
                self._mourn()

    def _is_wanted(self) -> bool:
        wish = self.folder / "wanted"
        try:
            age = time.time() - wish.stat().st_mtime
        except OSError:
            return False
        if age > IDLE_S:
            wish.unlink(missing_ok=True)
        return age <= IDLE_S

    def _begin(self) -> None:
        self._begun = time.monotonic()
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                self._words, stdin=subprocess.PIPE, stdout=log, stderr=log,
                env=environment(os.environ, self._live_port),
            )  # fmt: skip

    def _mourn(self) -> None:
        """One that ended at once would end at once again: somebody has to read its log. Others are started anew."""
        self._process = None
        if time.monotonic() - self._begun < GROWN_UP_S:
            (self.folder / "wanted").unlink(missing_ok=True)
            (self.folder / "failed").touch()

    def _end(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.terminate()
        try:
            process.wait(LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def folder() -> Path:
    """Where the practice shop's data lie: beside the shop's own, never among them."""
    return Path(os.environ["VAXEL_DATA"]) / "practice"


def clear(place: Path) -> None:
    """Nothing of what was practised is left, but that it is wanted."""
    wanted = (place / "wanted").exists()
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if wanted:
        (place / "wanted").touch()


def environment(own: "os._Environ[str] | dict[str, str]", live_port: int) -> dict[str, str]:
    """The practice server's environment: nothing in it names the shop's own database, secret or outside services."""
    ours = {key: value for key, value in own.items() if not key.startswith("VAXEL_")}
    kept = {key: own[key] for key in ("VAXEL_HOSTS", "VAXEL_PROXIES", "VAXEL_LIVE_URL") if key in own}
    return ours | kept | {"VAXEL_PRACTICE": "1", "VAXEL_LIVE_PORT": str(live_port)}
