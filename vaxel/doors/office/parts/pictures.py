"""A part's pictures: taken in, shown large and small, taken away."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from vaxel.business.catalog import pictures
from vaxel.business.catalog.models import Part, PartPicture
from vaxel.doors import pictures as files
from vaxel.doors.office.desk import by, found, go, screen
from vaxel.kernel.files import NotAPicture


@screen
@require_POST
def add(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """The part has one more picture."""
    part, sent = found(Part.objects.all(), part_id), request.FILES.get("picture")
    if sent is None or isinstance(sent, list):
        raise NotAPicture()
    pictures.add(part, data=sent.read(), name=sent.name or "", **by(request))
    return go(request, reverse("parts:show", args=[part.pk]), _("The picture is stored."))


@screen
@require_POST
def remove(request: HttpRequest, part_id: UUID, picture_id: UUID) -> HttpResponse:
    """The part does not have the picture any more."""
    pictures.remove(found(PartPicture.objects.filter(part=part_id), picture_id), **by(request))
    return go(request, reverse("parts:show", args=[part_id]), _("The picture is taken away."))


@screen
@require_GET
@cache_control(private=True, max_age=86_400, immutable=True)
def show(request: HttpRequest, picture_id: UUID, *, small: bool = False) -> HttpResponse:
    """The picture's bytes; a picture never changes."""
    one = found(PartPicture.objects.select_related("file", "small"), picture_id)
    return files.served(one.small if small else one.file)
