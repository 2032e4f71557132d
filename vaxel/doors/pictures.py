"""People's files as answers: the picture that it is, never anything a browser would run; and addresses as QR."""

from io import BytesIO

import segno
from django.http import HttpResponse
from django.utils.http import urlencode

from vaxel.kernel import files
from vaxel.kernel.models import StoredFile
from vaxel.kernel.refusals import NotFound


def served(stored: StoredFile) -> HttpResponse:
    """The file's bytes under the media type that they show; refuses with NotFound when they are gone from the disk."""
    try:
        data = files.read(stored)
    except OSError:
        raise NotFound() from None
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
    return HttpResponse(data, content_type=stored.kind, headers=headers)


def qr(link: str) -> str:
    """The link as a picture that a phone reads, in the page itself."""
    out = BytesIO()
    segno.make(link, error="m").save(out, kind="svg", scale=4, border=2, xmldecl=False, svgns=True)
    return "data:image/svg+xml;utf8," + urlencode({"": out.getvalue().decode()})[1:].replace("+", "%20")
