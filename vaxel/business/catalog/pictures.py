"""Pictures of parts: kept small, the first one shown in lists."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.catalog.models import Part, PartPicture
from vaxel.kernel import files, images
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.refusals import Refused

LARGE, SMALL = 1200, 120
MOST_PICTURES = 8


class TooManyPictures(Refused):
    """A handful says how it looks."""

    sentence = _("A part has at most %(most)s pictures. Take one away first.")


@action("parts.add_picture")
def add(part: Part, *, data: bytes, name: str = "", by: Actor, at: datetime) -> PartPicture:
    """The part has one more picture, written anew without what the camera said of itself; the same one is kept once.

    Refuses with NotAPicture, FileTooLarge, TooManyPictures.
    """
    large, small = images.shrunk(data, LARGE), images.shrunk(data, SMALL)
    Part.objects.select_for_update(of=("self",)).get(pk=part.pk)
    held = list(part.pictures.select_related("file"))
    digest = files.digest(large)
    for one in held:
        if one.file.sha256 == digest:
            return one
    if len(held) >= MOST_PICTURES:
        raise TooManyPictures(most=MOST_PICTURES)
    note(name=name[:120])
    return PartPicture.objects.create(
        part=part, position=max((one.position for one in held), default=-1) + 1,
        file=files.keep(large, name=name, at=at), small=files.keep(small, name=name, at=at),
    )  # fmt: skip


@action("parts.remove_picture")
def remove(picture: PartPicture, *, by: Actor, at: datetime) -> None:
    """The part does not have the picture any more."""
    note(part=str(picture.part_id))
    picture.delete()


def first_of(part_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Part → its first picture. One query."""
    found: dict[UUID, UUID] = {}
    rows = PartPicture.objects.filter(part__in=list(part_ids)).order_by("position", "pk")
    for part_id, picture_id in rows.values_list("part", "pk"):
        found.setdefault(part_id, picture_id)
    return found
