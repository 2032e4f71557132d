"""The authority's certificate, for tablets that are to trust it. It is no secret."""

from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vaxel.doors.https import authority


@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """As browsers and tablets install it."""
    held = authority.root_of(settings.DATA)
    if held is None:
        raise Http404
    data = held.public_bytes(serialization.Encoding.DER)
    return HttpResponse(data, content_type="application/x-x509-ca-cert", headers={
        "Content-Disposition": 'attachment; filename="vaxel-authority.crt"'})  # fmt: skip
