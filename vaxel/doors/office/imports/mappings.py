"""What a supplier's columns are, remembered by their headings for the next list; kept as a shared saved view."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from vaxel.business.locations import saved_views
from vaxel.business.locations.models import SavedView
from vaxel.business.purchasing.models import Supplier
from vaxel.kernel.actors import Actor
from vaxel.links.price_files import columns

NAME = "columns"
LONGEST_HEADING = 60


def of(supplier: Supplier, head: Sequence[str], by: Actor) -> tuple[dict[str, int], str]:
    """(Field → column, how its numbers are written): as remembered of the supplier, else guessed by the headings."""
    held = SavedView.objects.filter(saved_views.seen_by(by), on=_on(supplier), name=NAME).order_by("-made_at").first()
    said = dict(parse_qsl(held.query)) if held else {}
    places = {heading[:LONGEST_HEADING]: place for place, heading in reversed(list(enumerate(head)))}
    known = {field: places[said[field]] for field in columns.FIELDS if said.get(field) in places}
    style = said.get("style") or ("en_US" if supplier.currency == "USD" else "sv_SE")
    if all(field in known for field in columns.NEEDED):
        return known, style
    return columns.guess(head), style


def keep(
    supplier: Supplier, head: Sequence[str], mapping: Mapping[str, int], style: str, *, by: Actor, at: datetime
) -> None:
    """The supplier's next list is read so, unless its headings are longer than anyone would write them."""
    named = {field: head[place][:LONGEST_HEADING] for field, place in mapping.items()}
    query = urlencode(named | {"style": style})
    if len(query) <= saved_views.LONGEST_QUERY:
        saved_views.save(on=_on(supplier), name=NAME, query=query, shared=True, by=by, at=at)


def _on(supplier: Supplier) -> str:
    return f"in:{supplier.pk.hex}"
