"""The real server: it starts, stops and comes back after being killed, and says plainly when it cannot start."""

import gzip
import os
import shutil
import signal
import socket
import sqlite3
import threading
import time
from contextlib import closing
from http.client import HTTPException, RemoteDisconnected
from pathlib import Path

import psycopg
import pytest

import vaxel
from tests.server import LiveShop

pytestmark = pytest.mark.server


def test_it_starts_from_nothing_answers_and_stops(bare_shop: LiveShop) -> None:
    live_shop = bare_shop
    live_shop.start()
    assert "Bringing the database up to date" in live_shop.log()
    status, headers, body = live_shop.get("/health")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert f'"version": "{vaxel.__version__}"'.encode() in body
    assert live_shop.url in _soon_in_log(live_shop, live_shop.url)
    assert live_shop.stop() == 0
    assert live_shop.processes() == {}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_ctrl_c_and_a_closed_terminal_end_it_quietly(live_shop: LiveShop, number: signal.Signals) -> None:
    """The terminal sends the signal to every process of the group."""
    before = signal.signal(number, signal.SIG_DFL)  # these tests themselves may run under nohup
    try:
        live_shop.start()
    finally:
        signal.signal(number, before)
    assert live_shop.process is not None
    _soon_in_log(live_shop, live_shop.url)
    os.killpg(live_shop.process.pid, number)
    assert live_shop.process.wait(20) == 0
    _until(lambda: not live_shop.processes())
    assert "Traceback" not in live_shop.log()


def test_it_ends_with_the_program_that_started_it_when_asked_to(live_shop: LiveShop) -> None:
    live_shop.start()
    assert live_shop.process is not None
    assert live_shop.process.stdin is not None
    live_shop.process.stdin.close()
    assert live_shop.process.wait(20) == 0
    _until(lambda: not live_shop.processes())


def test_static_files_have_hashed_names_are_kept_for_ever_and_come_compressed(live_shop: LiveShop) -> None:
    live_shop.start()
    [script] = (live_shop.folder / "static" / "vendor").glob("htmx.*.js")
    status, headers, body = live_shop.get(f"/static/vendor/{script.name}")
    assert (status, headers["cache-control"]) == (200, "max-age=315360000, public, immutable")
    assert body == script.read_bytes()
    _status, headers, packed = live_shop.get(f"/static/vendor/{script.name}", **{"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == body
    assert live_shop.get("/static/../secret")[0] == 404
    assert live_shop.get("/static/%2e%2e/secret")[0] == 404


def test_it_comes_back_after_kill_9(live_shop: LiveShop) -> None:
    live_shop.start()
    live_shop.restart()
    assert live_shop.get("/health")[0] == 200


def test_a_dead_application_process_is_started_again(live_shop: LiveShop) -> None:
    live_shop.start()
    first = live_shop.inner()
    os.kill(first, signal.SIGKILL)
    _until(lambda: first not in live_shop.processes())
    live_shop.await_answer()
    assert live_shop.inner() != first


def test_the_application_does_not_outlive_the_outer_process(live_shop: LiveShop) -> None:
    live_shop.start()
    assert live_shop.process is not None
    live_shop.process.kill()
    live_shop.process.wait(10)
    _until(lambda: not live_shop.processes())
    live_shop.start()
    assert live_shop.get("/health")[0] == 200


def test_on_postgresql_a_dead_worker_is_started_again(live_shop: LiveShop) -> None:
    if not live_shop.database:
        pytest.skip("on SQLite the worker is a thread of the application")
    live_shop.start()

    def worker() -> int | None:
        return next((pid for pid, words in live_shop.processes().items() if " work " in words), None)

    _until(lambda: worker() is not None)
    first = worker()
    assert first is not None
    os.kill(first, signal.SIGKILL)
    _until(lambda: worker() not in (None, first))


def test_a_second_server_on_the_same_data_is_refused(live_shop: LiveShop) -> None:
    live_shop.start()
    _soon_in_log(live_shop, live_shop.url)
    second = LiveShop(live_shop.folder, live_shop.database)
    if live_shop.database:
        pytest.skip("on PostgreSQL several servers may share a database")
    said = second.console("serve", "--port", str(second.port))
    assert said.returncode == 1
    assert said.stderr.startswith("A server already runs on this database (process ")
    assert live_shop.url in said.stderr
    assert live_shop.get("/health")[0] == 200


def test_console_commands_run_beside_the_server(live_shop: LiveShop) -> None:
    live_shop.start()
    said = live_shop.console("check")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.splitlines()[-1].endswith("checks passed, 0 failed")


def test_a_busy_port_is_named(live_shop: LiveShop) -> None:
    with socket.create_server(("127.0.0.1", live_shop.port)):
        said = live_shop.console("serve", "--port", str(live_shop.port))
    assert said.returncode == 1
    assert said.stderr == (
        f"Port {live_shop.port} is busy: something listens there already. Stop it, or choose another with --port N.\n"
    )


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (("--port", "70000"), "There is no port 70000"),
        (("--host", "192.0.2.1"), "The address 192.0.2.1 does not belong to this machine."),
        (("--database", "mysql://x/y"), "The database address cannot be read: unknown kind of database 'mysql'"),
        (
            ("--database", "postgres://nobody@127.0.0.1:1/nothing"),
            "The database nothing on 127.0.0.1 cannot be reached.",
        ),
        (("--data", "/proc/nowhere"), "The data folder /proc/nowhere cannot be made"),
    ],
)
def test_what_cannot_be_started_is_said_in_a_sentence(live_shop: LiveShop, words: tuple[str, ...], begins: str) -> None:
    said = live_shop.console("serve", "--port", str(live_shop.port), *words)
    assert said.returncode == 1
    assert said.stderr.startswith(begins)
    assert "Traceback" not in said.stderr


def test_a_database_of_a_newer_version_is_left_alone(live_shop: LiveShop) -> None:
    live_shop.start()
    live_shop.stop()
    row = "INSERT INTO django_migrations (app, name, applied) VALUES ('stock', '9999_future', '2030-01-01')"
    if live_shop.database:
        with psycopg.connect(live_shop.database) as link:
            link.execute(row)
    else:
        with closing(sqlite3.connect(live_shop.folder / "vaxel.sqlite3")) as file:
            file.execute(row)
            file.commit()
    said = live_shop.console("serve", "--port", str(live_shop.port))
    assert said.returncode == 1
    assert said.stderr.startswith("This database was made by a newer Växel (it knows stock.9999_future")


def test_every_answer_is_whole_or_none_when_the_server_is_stopped(live_shop: LiveShop) -> None:
    """Ten clients ask without pause: each gets whole answers until the door is closed, and never half of one."""
    live_shop.start()
    answers: list[int] = []
    half: list[Exception] = []

    def client() -> None:
        while True:
            try:
                answers.append(live_shop.get("/health")[0])
            except (ConnectionRefusedError, ConnectionResetError, RemoteDisconnected):
                return
            except (OSError, HTTPException) as error:
                half.append(error)
                return

    clients = [threading.Thread(target=client) for _ in range(10)]
    for one in clients:
        one.start()
    time.sleep(0.5)
    assert live_shop.stop() == 0
    for one in clients:
        one.join(10)
    assert set(answers) == {200}
    assert half == []


def test_a_demo_that_was_broken_off_leaves_nothing(live_shop: LiveShop) -> None:
    if live_shop.database:
        pytest.skip("on PostgreSQL it is made in place")
    live_shop.words = ()
    live_shop.launch()
    _soon_in_log(live_shop, "Making the demo company")
    _until((live_shop.folder / "vaxel.sqlite3.demo-wal").exists)
    live_shop.kill()
    counted = "from vaxel.business.locations.models import Company as C; print(C.objects.count())"
    assert live_shop.console("shell", "--no-imports", "-c", counted).stdout == "0\n"


def test_what_is_stored_is_for_its_own_user_alone(bare_shop: LiveShop) -> None:
    bare_shop.start()
    for name in ("secret", "static") if bare_shop.database else ("secret", "static", "vaxel.sqlite3"):
        assert (bare_shop.folder / name).stat().st_mode & 0o077 == 0, name


def test_backup_restore_check(live_shop: LiveShop, tmp_path: Path) -> None:
    live_shop.start()
    saved = tmp_path / "saved.zip"
    keep = "from vaxel.kernel import clock, files; files.keep(b'\\xff\\xd8\\xffphoto', name='fl.jpg', at=clock.now())"
    assert live_shop.console("shell", "--no-imports", "-c", keep).stderr == ""
    assert live_shop.console("backup", str(saved)).returncode == 0
    assert saved.stat().st_mode & 0o077 == 0, "only its owner may read it"
    again = live_shop.console("backup", str(saved))
    assert (again.returncode, again.stderr) == (
        1,
        f"{saved} exists already. Choose another name, or say --overwrite.\n",
    )
    running = live_shop.console("restore", str(saved))
    assert running.returncode == 1
    assert "Stop the servers first" in running.stderr or "A server already runs" in running.stderr
    live_shop.stop()
    shutil.rmtree(live_shop.folder / "files")
    said = live_shop.console("restore", str(saved))
    assert (said.returncode, said.stderr) == (0, "")
    assert [one.read_bytes() for one in (live_shop.folder / "files").glob("??/*")] == [b"\xff\xd8\xffphoto"]
    assert said.stdout.splitlines()[-1].endswith("checks passed, 0 failed")
    live_shop.start()


def test_a_damaged_database_is_replaced_and_kept_aside(live_shop: LiveShop, tmp_path: Path) -> None:
    if live_shop.database:
        pytest.skip("PostgreSQL keeps its own files")
    saved, file = tmp_path / "saved.zip", live_shop.folder / "vaxel.sqlite3"
    assert live_shop.console("company", "Mos Bil AB").returncode == 0
    assert live_shop.console("backup", str(saved)).returncode == 0
    file.write_bytes(b"not a database, but long enough to be looked at " * 100)
    refused = live_shop.console("serve", "--port", str(live_shop.port))
    assert (refused.returncode, refused.stderr) == (
        1, f"The database file {file} cannot be read: file is not a database.\n"
    )  # fmt: skip
    assert live_shop.console("restore", str(saved)).returncode == 1
    said = live_shop.console("restore", str(saved), "--replace")
    assert (said.returncode, said.stderr) == (0, "")
    assert (live_shop.folder / "vaxel.sqlite3.before-restore").read_bytes().startswith(b"not a database")
    names = "from vaxel.business.locations.models import Company as C; print(C.objects.get().name)"
    assert live_shop.console("shell", "--no-imports", "-c", names).stdout == "Mos Bil AB\n"


def test_a_restore_replaces_a_company_only_when_told_to(live_shop: LiveShop, tmp_path: Path) -> None:
    saved = tmp_path / "saved.zip"
    names = "from vaxel.business.locations.models import Company as C; print(C.objects.get().name)"
    assert live_shop.console("company", "Mos Bil AB").returncode == 0
    assert live_shop.console("backup", str(saved)).returncode == 0
    renamed = "from vaxel.business.locations.models import Company as C; C.objects.update(name='Evas Bil AB')"
    assert live_shop.console("shell", "--no-imports", "-c", renamed).returncode == 0
    said = live_shop.console("restore", str(saved))
    assert said.stderr == "This database holds a company already. Say --replace to lose it for the backup's.\n"
    assert live_shop.console("shell", "--no-imports", "-c", names).stdout == "Evas Bil AB\n"
    assert live_shop.console("restore", str(saved), "--replace").returncode == 0
    assert live_shop.console("shell", "--no-imports", "-c", names).stdout == "Mos Bil AB\n"


def test_what_is_no_backup_is_refused(live_shop: LiveShop, tmp_path: Path) -> None:
    missing, other = tmp_path / "missing.zip", tmp_path / "other.zip"
    other.write_text("not a zip")
    assert live_shop.console("restore", str(missing)).stderr == f"There is no file {missing}.\n"
    said = live_shop.console("restore", str(other))
    assert said.returncode == 1
    assert said.stderr.startswith(f"{other} is not a backup of Växel, or is damaged")


def _until(holds: object, within_s: float = 30) -> None:
    until = time.monotonic() + within_s
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.02)


def _soon_in_log(shop: LiveShop, words: str) -> str:
    _until(lambda: words in shop.log())
    return shop.log()
