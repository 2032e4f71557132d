"""People's files as answers: the picture that it is, never anything a browser would run."""

from django.http import HttpResponse

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
