"""Requests to others' systems: they go where they are sent, and nowhere else."""

from typing import Any
from urllib.request import HTTPRedirectHandler, build_opener


class _StayHere(HTTPRedirectHandler):
    """A redirect is an answer nobody asked for: it may lead secrets elsewhere."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """No request."""
        return


opener = build_opener(_StayHere)
