"""What a file's columns are, remembered by their headings for the next one; kept as a shared saved view.

A supplier's lists are remembered by the supplier, other tables by their kind.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from vaxel.business.locations import saved_views
from vaxel.business.locations.models import SavedView
from vaxel.business.purchasing.models import Supplier
from vaxel.kernel.actors import Actor
from vaxel.links.price_files.columns import Sheet

NAME = "columns"
LONGEST_HEADING = 60


def of(on: str, sheet: Sheet, head: Sequence[str], by: Actor, *, american: bool = False) -> tuple[dict[str, int], str]:
    """(Field → column, how its numbers are written): as remembered there, else guessed by the headings."""
    held = SavedView.objects.filter(saved_views.seen_by(by), on=on, name=NAME).order_by("-made_at").first()
    said = dict(parse_qsl(held.query)) if held else {}
    places = {heading[:LONGEST_HEADING]: place for place, heading in reversed(list(enumerate(head)))}
    known = {field: places[said[field]] for field in sheet.fields if said.get(field) in places}
    style = said.get("style") or ("en_US" if american else "sv_SE")
    if all(field in known for field in sheet.needed):
        return known, style
    return sheet.guess(head), style


def keep(on: str, head: Sequence[str], mapping: Mapping[str, int], style: str, *, by: Actor, at: datetime) -> None:
    """The next file is read so, unless its headings are longer than anyone would write them."""
    named = {field: head[place][:LONGEST_HEADING] for field, place in mapping.items()}
    query = urlencode(named | {"style": style})
    if len(query) <= saved_views.LONGEST_QUERY:
        saved_views.save(on=on, name=NAME, query=query, shared=True, by=by, at=at)


def place(kind: str, supplier: Supplier | None) -> str:
    """Where the columns of such a file are remembered."""
    return f"in:{supplier.pk.hex}" if supplier else f"in:{kind}"
