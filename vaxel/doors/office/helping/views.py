"""The help of a page, and the keys that work everywhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from vaxel.doors.auth.required import is_fragment, safe_next
from vaxel.doors.office.desk import screen
from vaxel.doors.office.helping import texts


@screen
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """What the page `of` is for and what people do there: the drawer's contents for htmx, else a page."""
    context = {"help": texts.of(request.GET.get("of", "")), "back": safe_next(request, request.GET.get("next", "/"))}
    return render(request, f"office/helping/{'drawer' if is_fragment(request) else 'show'}.html", context)
