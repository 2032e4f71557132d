"""The customer's address, as staff hand it over: text to copy, and a code to hold up to a phone."""

import io

import segno
from django.http import HttpRequest
from django.urls import reverse


def address(request: HttpRequest, token: str) -> str:
    """The whole address of the customer's page, on the host the staff are on."""
    return request.build_absolute_uri(reverse("portal:quote", args=[token]))


def qr_svg(text: str, *, scale: int = 5) -> str:
    """The text as an SVG code without style or script: fits a page under a strict policy."""
    made = io.BytesIO()
    segno.make(text, error="m").save(
        made, kind="svg", scale=scale, border=2, xmldecl=False, svgns=True, nl=False, dark="#000", light="#fff"
    )
    return made.getvalue().decode()
