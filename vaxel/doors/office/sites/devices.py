"""The devices that people stand at: named and shut out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaxel.business.locations import devices
from vaxel.business.locations.models import Device
from vaxel.doors.auth.surely import asks_password
from vaxel.doors.office.desk import by, found, go, screen
from vaxel.doors.office.sites.views import known


def _device(request: HttpRequest, device_id: UUID) -> Device:
    return found(Device.objects.select_related("site").filter(site__in=known(request)), device_id)


@screen
@require_POST
def rename(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """The device is called something people know it by."""
    device = devices.rename(_device(request, device_id), name=request.POST.get("name", ""), **by(request))
    return go(request, reverse("sites:show", args=[device.site_id]), _("The device is called %(name)s now.") % {
        "name": device.name})  # fmt: skip


@screen
@require_POST
@asks_password
def revoke(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Whoever stands at the device is out."""
    device = devices.revoke(_device(request, device_id), **by(request))
    return go(request, reverse("sites:show", args=[device.site_id]), _("%(name)s is shut out.") % {"name": device.name})
