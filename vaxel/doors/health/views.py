"""Whether the database answers, and which version this is."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

import vaxel


@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return JsonResponse({"ok": False, "database": "does not answer", "version": vaxel.__version__}, status=503)
    return JsonResponse({"ok": True, "database": connection.vendor, "version": vaxel.__version__})
