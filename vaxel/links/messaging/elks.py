"""SMS by 46elks: a form is posted, JSON comes back; delivery receipts are posted to the address in `whendelivered`.

A refusal (any answer of 400 and more but 429 and 5xx) is final. What could not be connected is tried again. A request
that went out and was not answered may have been taken: nobody knows, and it is not sent again by itself.
"""

import base64
import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request

from django.conf import settings

from vaxel.business.messaging.carriers import NoAnswer, NotTaken, Outgoing
from vaxel.kernel import actions
from vaxel.kernel.outward import opener

TIMEOUT_S = 20
LARGEST_ANSWER = 100_000
AGAIN = (429, 502, 503)


class Elks:
    """The account that the environment names."""

    name = "46elks"

    @property
    def tells(self) -> bool:
        """Receipts come when the shop can be reached from outside."""
        return bool(settings.PUBLIC_URL)

    def carry(self, message: Outgoing) -> str:
        """As the protocol."""
        if actions.in_transaction():
            raise RuntimeError("nothing outside is called inside a transaction")
        form = {"from": settings.SMS_FROM, "to": message.to, "message": message.text}
        if message.receipts:
            form["whendelivered"] = message.receipts
        said = _post(f"{settings.SMS_URL.rstrip('/')}/a1/sms", form)
        if said.get("status") == "failed":
            raise NotTaken("failed", again=False)
        return str(said.get("id", ""))


def _post(url: str, form: dict[str, str]) -> dict[str, Any]:
    """The answer's JSON. Raises NotTaken, NoAnswer."""
    who = base64.b64encode(f"{settings.SMS_USER}:{settings.SMS_PASSWORD}".encode()).decode()
    headers = {"Authorization": f"Basic {who}", "User-Agent": "Vaxel"}
    request = Request(url, data=urlencode(form).encode(), headers=headers, method="POST")  # noqa: S310 - the settings'
    try:
        with opener.open(request, timeout=TIMEOUT_S) as answer:
            said = json.loads(answer.read(LARGEST_ANSWER))
    except HTTPError as error:
        with error:
            why = error.read(300).decode(errors="replace").strip() or str(error.code)
        if error.code >= 500 and error.code not in AGAIN:
            raise NoAnswer from error
        raise NotTaken(why, again=error.code in AGAIN) from error
    except URLError as failure:
        if isinstance(failure.reason, TimeoutError):
            raise NoAnswer from failure
        raise NotTaken(str(failure.reason), again=True) from failure
    except (HTTPException, OSError, ValueError) as failure:  # it was posted, and what came back is not an answer
        raise NoAnswer from failure
    return said if isinstance(said, dict) else {}
