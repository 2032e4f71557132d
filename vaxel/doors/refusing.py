"""The one place where a refusal becomes an answer: a page, a fragment for htmx, or JSON under /api."""

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from vaxel.doors.refusals import Said, refusal_of, say


class RefusalMiddleware:
    """What a view raised and is a refusal is said in the active language; a bug passes through."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to a refusal; None when it is a bug."""
        refusal = refusal_of(error)
        if refusal is None:
            return None
        said = say(refusal)
        response = as_json(request, said) if request.path.startswith("/api/") else as_html(request, said)
        if said.retry_after_s is not None:
            response.headers["Retry-After"] = str(said.retry_after_s)
        return response


def as_json(request: HttpRequest, said: Said) -> HttpResponse:
    """The one error shape of every route under /api."""
    request_id = str(getattr(request, "request_id", "") or uuid4())
    body = {"code": said.code, "message": said.message, "details": said.details, "request_id": request_id}
    return JsonResponse({"error": body}, status=said.status)


def as_html(request: HttpRequest, said: Said) -> HttpResponse:
    """A page of its own, or for htmx the strip of the page that asked."""
    template = "parts/refused_strip.html" if request.headers.get("HX-Request") == "true" else "auth/refused.html"
    return render(request, template, {"said": said}, status=said.status)
