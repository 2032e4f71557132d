"""Whoever speaks to the shop over HTTP: the counter's machine with a token, and the customer's phone without one."""

import http.client
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4


def request(
    url: str, method: str, path: str, *, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (lower case) and body of one answer, on a connection of its own."""
    at = urlsplit(url)
    link = http.client.HTTPConnection(at.hostname or "", at.port, timeout=60)
    try:
        link.request(method, path, body=body, headers=headers or {})
        answer = link.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        link.close()


class Said(AssertionError):
    """The shop refused what the story needs: its sentence."""


@dataclass
class Machine:
    """The API at `url` with a token. Every write carries a key of its own."""

    url: str
    token: str
    language: str = "en"

    def get(self, path: str, **query: Any) -> Any:
        """The answer's JSON."""
        wanted = f"?{urlencode(query)}" if query else ""
        return self._ask("GET", path + wanted)

    def one(self, path: str, **query: Any) -> Any:
        """The only row of a list; fails when there is none or there are several."""
        rows = self.get(path, **query)["items"]
        assert len(rows) == 1, f"{path} {query}: {len(rows)} rows"
        return rows[0]

    def send(self, path: str, body: Any = None, *, method: str = "POST", key: str = "") -> Any:
        """The answer's JSON after a write."""
        return self._ask(method, path, {} if body is None else body, key or str(uuid4()))

    def _ask(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}
        if key:
            headers |= {"Idempotency-Key": key, "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body).encode()
        status, _headers, text = request(self.url, method, f"/api/v1{path}", body=sent, headers=headers)
        answer = json.loads(text)
        if status >= 400:
            raise Said(f"{method} {path}: {status} {answer['error']['message']} {answer['error']['details']}")
        return answer


@dataclass
class Phone:
    """A browser without JavaScript: keeps cookies, fills in forms."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    def open(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """The page."""
        return self._keep(request(self.url, "GET", path, headers=self._headers()))

    def submit(self, path: str, page: str, fields: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """The page's form has been sent with its hidden fields and these."""
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        body = urlencode(hidden | fields).encode()
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.url, "Referer": self.url + path}
        return self._keep(request(self.url, "POST", path, body=body, headers=self._headers() | form))

    def _headers(self) -> dict[str, str]:
        said = {"User-Agent": "A phone", "Accept-Language": "en"}
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return said

    def _keep(self, answer: tuple[int, dict[str, str], bytes]) -> tuple[int, dict[str, str], bytes]:
        found = re.match(r"([^=]+)=([^;]*)", answer[1].get("set-cookie", ""))
        if found:
            self.cookies[found[1]] = found[2]
        return answer
