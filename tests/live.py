"""The real server for tests and benches: its own process, port, data folder and database, with means to kill it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

ROOT = Path(__file__).resolve().parents[1]
START_WITHIN_S = 60.0


def free_port() -> int:
    """A port of the loopback address on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class LiveShop:
    """`vaxel serve` on `folder` and `database` (empty: SQLite). Not started until `start()`."""

    folder: Path
    database: str = ""
    words: tuple[str, ...] = ("--no-demo",)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """The address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """The shop answers; how many seconds that took."""
        begun = time.monotonic()
        self.launch()
        self.await_answer()
        return time.monotonic() - begun

    def launch(self) -> None:
        """The command runs; whether it answers yet is another matter."""
        self._let_go()
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vaxel", "serve", "--port", str(self.port), "--until-parent-ends", *self.words],
                cwd=ROOT, env=self.environment(), stdin=subprocess.PIPE, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def await_answer(self) -> None:
        """The shop answers again; fails with the log when it ended or took too long."""
        until = time.monotonic() + START_WITHIN_S
        while time.monotonic() < until:
            try:
                if self.get("/health")[0] == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            if self.process is None or self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"the server does not answer:\n{self.log()}")

    def environment(self) -> dict[str, str]:
        """What its processes see."""
        own = {"VAXEL_DATA": str(self.folder), "VAXEL_DATABASE": self.database, "PYTHONUNBUFFERED": "1"}
        return {**os.environ, **own}

    def log(self) -> str:
        """Everything the server has printed."""
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""

    def processes(self) -> dict[int, str]:
        """Every living process of this server: id → command line, the outer one first."""
        if self.process is None:
            return {}
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                about = (entry / "stat").read_text().rpartition(")")[2].split()
                if about[0] != "Z" and int(about[3]) == self.process.pid:
                    found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return dict(sorted(found.items()))

    def inner(self) -> int:
        """The process that runs the application."""
        return next(pid for pid, words in self.processes().items() if "spawn_main" in words)

    def memory_mb(self) -> int:
        """Resident memory of all its processes together, in megabytes; shared pages count once a process."""
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.processes())
        return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000

    def kill(self) -> None:
        """Every process of the server is gone at once, as when the power goes (kill -9)."""
        if self.process is not None:
            for pid in self.processes():
                os.kill(pid, signal.SIGKILL)
            self._gone()

    def stop(self) -> int:
        """The server was asked to end, and has; its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self._gone()

    def restart(self) -> float:
        """Killed and started again; how many seconds the start took."""
        self.kill()
        return self.start()

    def _gone(self) -> int:
        assert self.process is not None
        code = self.process.wait(30)
        self._let_go()
        until = time.monotonic() + 30
        while self.processes():
            assert time.monotonic() < until, f"these do not end: {self.processes()}"
            time.sleep(0.02)
        return code

    def _let_go(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()

    def console(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """A console command beside the server, and what it printed."""
        return subprocess.run(
            [sys.executable, "-m", "vaxel", *words],
            cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

    def furnish(self, *words: str) -> None:
        """The workshop of the tests stands in this empty shop; `tests.screens.furnish` says what `words` add."""
        made = subprocess.run(
            [sys.executable, "-m", "tests.screens.furnish", *words],
            cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (lower case) and body of a page."""
        return self.ask("GET", path, headers=headers)

    def ask(
        self, method: str, path: str, *, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """One request on a connection of its own; `body` is sent as JSON."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            sent = None if body is None else json.dumps(body)
            about = {"Content-Type": "application/json"} if sent is not None else {}
            link.request(method, path, body=sent, headers=about | (headers or {}))
            answer = link.getresponse()
            return answer.status, {key.lower(): value for key, value in answer.getheaders()}, answer.read()
        finally:
            link.close()


def fresh_database(address: str, *, like: str = "template1") -> str:
    """The address of a new database on the PostgreSQL server that `address` names; empty for SQLite.

    It is a copy of the database named `like`, to which nobody may be connected: an empty one if left out.
    """
    if not address.startswith("postgres"):
        return ""
    name = f"live_{uuid4().hex[:12]}"
    with psycopg.connect(_at(address, "postgres"), autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    return _at(address, name)


def drop_database(address: str) -> None:
    """The database made by `fresh_database` is gone."""
    if address:
        name = urlsplit(address).path.lstrip("/")
        with psycopg.connect(_at(address, "postgres"), autocommit=True) as link:
            link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _at(address: str, name: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
