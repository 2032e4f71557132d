"""A person makes the browser they stand at a till that sells without the server."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.locations import enrolments
from vaxel.business.locations.models import Register
from vaxel.doors.auth.requests import Request
from vaxel.doors.sync import reading, telling
from vaxel.doors.sync.door import answered
from vaxel.kernel import clock
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import NotFound, Refused


class LoginNeeded(Refused):
    """Only someone who is logged in lets a device sell."""

    status = 401
    sentence = _("Log in first. Whoever runs the shop lets a device sell without the server.")


@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    """Where the person may enrol a till."""
    return answered(request, lambda: {"registers": _registers(_who(request))})


@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """The browser is a till of the register, and has its token."""
    return answered(request, lambda: _enrolled(request))


def _who(request: HttpRequest) -> Actor:
    by = cast(Request, request).actor
    if by is None:
        raise LoginNeeded()
    return by


def _registers(by: Actor) -> list[dict[str, str]]:
    rows = Register.objects.filter(retired_at=None, site__closed_at=None).select_related("site")
    return [
        {"id": str(one.pk), "name": one.name, "site": str(one.site_id), "site_name": one.site.name}
        for one in rows.order_by("site__code", "name")
        if by.may("devices.enrol", one.site_id)
    ]


def _enrolled(request: HttpRequest) -> dict[str, Any]:
    by = _who(request)
    sent = reading.read(request, reading.Enrolment)
    register = Register.objects.select_related("site").filter(pk=sent.register).first()
    if register is None:
        raise NotFound()
    at = clock.now()
    device, token = enrolments.enrol(register, device_id=sent.device_id, name=sent.name, by=by, at=at)
    return {**telling.where(device), "token": token, **telling.stands(device, at)}
