"""How the screens look on this device: theme and density, kept in cookies, since they belong to the device."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from vaxel.doors.auth.required import safe_next
from vaxel.doors.office.desk import screen

CHOICES = {"theme": ("light", "dark"), "density": ("roomy",)}
YEAR_S = 365 * 24 * 3600


def of_request(request: HttpRequest) -> dict[str, str]:
    """The device's choices; empty where the device decides by itself."""
    held = {name: request.COOKIES.get(name, "") for name in CHOICES}
    return {name: value if value in CHOICES[name] else "" for name, value in held.items()}


@screen
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """The device shows the theme or density that was pressed; back to the page where it was."""
    response = HttpResponse(status=303, headers={"Location": safe_next(request, request.POST.get("next", "/"))})
    for name, values in CHOICES.items():
        if name in request.POST:
            wanted = request.POST[name]
            response.set_cookie(
                name, wanted if wanted in values else "", max_age=YEAR_S, samesite="Lax", httponly=True,
                secure=request.is_secure(),
            )  # fmt: skip
    return response
