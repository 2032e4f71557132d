"""46elks' form over real HTTP, and letters through Django's mail."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core import mail

from vaxel.business.messaging.carriers import NoAnswer, NotTaken, Outgoing
from vaxel.links.messaging.elks import Elks
from vaxel.links.messaging.mail import Mail

SMS = Outgoing("k1", "+46701234567", "", "Bilen är klar", "https://shop.example/hooks/sms/1/x")


class Server(HTTPServer):
    """Answers as told, and remembers what it was asked."""

    says: tuple[int, bytes] = (200, json.dumps({"id": "s70df59", "status": "created", "parts": 1}).encode())
    asked: list[tuple[str, str, dict[str, list[str]]]]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append((self.path, self.headers["Authorization"], form))
        status, body = self.server.says
        if status == 0:
            return  # the connection is closed without an answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Silent."""


@pytest.fixture
def elks(settings: Any) -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    server.asked = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}"
    settings.SMS_USER, settings.SMS_PASSWORD, settings.SMS_FROM = "u1", "secret", "Verkstan"
    yield server
    server.shutdown()
    server.server_close()


def test_an_sms_is_posted_as_the_form_has_it(elks: Server) -> None:
    assert Elks().carry(SMS) == "s70df59"
    assert elks.asked == [
        ("/a1/sms", "Basic dTE6c2VjcmV0", {
            "from": ["Verkstan"], "to": ["+46701234567"], "message": ["Bilen är klar"],
            "whendelivered": ["https://shop.example/hooks/sms/1/x"],
        })
    ]  # fmt: skip


@pytest.mark.parametrize(("status", "again"), [(400, False), (401, False), (403, False), (429, True), (503, True)])
def test_a_refusal_is_final_and_a_full_house_is_not(elks: Server, status: int, again: bool) -> None:
    elks.says = (status, b"Invalid to number")
    with pytest.raises(NotTaken) as refusal:
        Elks().carry(SMS)
    assert (refusal.value.again, refusal.value.reason) == (again, "Invalid to number")


@pytest.mark.parametrize("says", [(500, b"oops"), (0, b""), (200, b"<html>")])
def test_what_is_not_an_answer_leaves_it_unknown(elks: Server, says: tuple[int, bytes]) -> None:
    elks.says = says
    with pytest.raises(NoAnswer):
        Elks().carry(SMS)
    assert len(elks.asked) == 1


def test_nobody_there_may_be_tried_again(settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:9"
    with pytest.raises(NotTaken) as refusal:
        Elks().carry(SMS)
    assert refusal.value.again


def test_a_letter_carries_the_messages_own_id(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Verkstan <hej@verkstan.example>"
    assert Mail().carry(Outgoing("k1", "bo@example.se", "Your quote", "Hello")) == "<k1@verkstan.example>"
    [letter] = mail.outbox
    assert (letter.to, letter.subject, letter.body) == (["bo@example.se"], "Your quote", "Hello")
    assert letter.extra_headers["Message-ID"] == "<k1@verkstan.example>"


class Post(ThreadingTCPServer):
    """A mail server that says what it is told to a command, and what is usual to all others; "" hangs up, None waits.

    What is told of "." is said to a whole letter, of "hello" to who connects.
    """

    daemon_threads = True
    says: dict[str, str | None]
    letters: int


class PostHandler(StreamRequestHandler):
    server: Post
    USUAL = {"hello": "220 ready", "ehlo": "250-here\r\n250 AUTH PLAIN", "auth": "235 known", "data": "354 go on",
             "quit": "221 bye"}  # fmt: skip

    def handle(self) -> None:
        word, letter = "hello", False
        while word:
            said = (self.USUAL | self.server.says).get(word, "250 well")
            if said is None:
                threading.Event().wait(1)
            if not said:
                return
            self.wfile.write(f"{said}\r\n".encode())
            letter = said.startswith("354")
            while letter and self.rfile.readline() != b".\r\n":
                pass
            self.server.letters += letter
            word = "." if letter else self.rfile.readline().decode().split(" ")[0].strip().lower()


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    server = Post(("127.0.0.1", 0), PostHandler)
    server.says, server.letters = {}, 0
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.DEFAULT_FROM_EMAIL = "hej@verkstan.example"
    options = {"host": "127.0.0.1", "port": server.server_address[1], "username": "u", "password": "p", "timeout": 0.3}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    yield server
    server.shutdown()
    server.server_close()


LETTER = Outgoing("k1", "bo@example.se", "Your quote", "Hello")


@pytest.mark.parametrize("quit", ["221 bye", "500 what", "", None])
def test_a_letter_that_the_server_has_is_sent_however_it_says_goodbye(post: Post, quit: str | None) -> None:
    post.says = {"quit": quit}
    assert Mail().carry(LETTER) == "<k1@verkstan.example>"
    assert post.letters == 1


@pytest.mark.parametrize("says", [
    {"hello": None}, {"hello": ""}, {"hello": "554 no"}, {"auth": "535 wrong password"}, {"auth": ""}, {"ehlo": None},
])  # fmt: skip
def test_a_server_that_lets_nobody_in_is_tried_again(post: Post, says: dict[str, str | None]) -> None:
    post.says = says
    with pytest.raises(NotTaken) as refusal:
        Mail().carry(LETTER)
    assert (refusal.value.again, post.letters) == (True, 0)


def test_a_server_that_is_not_there_is_tried_again(post: Post, settings: Any) -> None:
    settings.MAILERS["default"]["OPTIONS"]["port"] = 9
    with pytest.raises(NotTaken) as refusal:
        Mail().carry(LETTER)
    assert refusal.value.again


@pytest.mark.parametrize(("says", "again"), [
    ({"mail": "451 later"}, True), ({"mail": "550 no"}, False), ({"rcpt": "450 come back"}, True),
    ({"rcpt": "550 nobody"}, False), ({".": "552 too large"}, False), ({".": "452 full"}, True),
])  # fmt: skip
def test_a_letter_that_is_refused_for_good_is_final(post: Post, says: dict[str, str | None], again: bool) -> None:
    post.says = says
    with pytest.raises(NotTaken) as refusal:
        Mail().carry(LETTER)
    assert refusal.value.again is again


@pytest.mark.parametrize("says", [{".": ""}, {".": None}, {"rcpt": ""}])
def test_a_letter_whose_answer_is_lost_is_not_sent_again_by_itself(post: Post, says: dict[str, str | None]) -> None:
    post.says = says
    with pytest.raises(NoAnswer):
        Mail().carry(LETTER)
