"""What must always hold in the catalogue."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import batched
from uuid import UUID

from django.db import connection

from vaxel.business.catalog import index, kits, numbers, rules
from vaxel.business.catalog.fit_models import Supersession
from vaxel.business.catalog.models import KitComponent, Part, PartSearch
from vaxel.kernel.checks import check

_BATCH = 500


@check("catalog.kits")
def _kits() -> Iterator[str]:
    """No kit leads back to itself, and only kits and what is built of parts hold any (K-18, K-20)."""
    components = kits.contents()
    for part in Part.objects.filter(pk__in=components).order_by("number"):
        if not rules.nesting(part.id, components):
            yield f"kit {part.number} leads back to itself"
    for row in (
        KitComponent.objects.exclude(kit__stocking__in=["kit", "stocked"]).select_related("kit").order_by("kit__number")
    ):
        yield f"{row.kit.number} holds parts but is neither a kit nor built of them"


@check("catalog.numbers")
def _numbers() -> Iterator[str]:
    """Each part's number is kept as it is compared (K-1)."""
    rows = Part.objects.order_by("id").values_list("number", "norm", "loose")
    for number, norm, loose in rows.iterator(chunk_size=2_000):
        if (norm, loose) != (numbers.norm(number), numbers.loose(number)):
            yield f"part {number} is compared as {norm} and {loose}"


@check("catalog.search")
def _search() -> Iterator[str]:
    """Each part in use is found by its numbers, codes and names, and retired ones by nothing."""
    part_ids = Part.objects.order_by("id").values_list("id", flat=True)
    for batch in batched(part_ids.iterator(chunk_size=2_000), _BATCH):
        held = dict(PartSearch.objects.filter(part__in=batch).values_list("part", "text"))
        wanted = {part_id: text for part_id, (text, _names) in index.texts(batch)}
        for part_id in (one for one in batch if held.get(one) != wanted.get(one, "")):
            yield f"part {part_id} is searched by “{held.get(part_id)}” instead of “{wanted.get(part_id, '')}”"


@check("catalog.supersessions")
def _supersessions() -> Iterator[str]:
    """Nothing is replaced by what it replaces (K-15)."""
    after: dict[UUID, list[UUID]] = defaultdict(list)
    for old, new in Supersession.objects.order_by("id").values_list("old", "new"):
        after[old].append(new)
    for part in Part.objects.filter(pk__in=after).order_by("number"):
        if rules.reaches(part.id, part.id, after):
            yield f"{part.number} is replaced by itself through others"


@check("catalog.fitment")
def _fitment() -> Iterator[str]:
    """What fitment names exists: parts, models and sources."""
    with connection.cursor() as cursor:
        for column, table in (("part", "partsearch"), ("car_model", "carmodel"), ("source", "fitsource")):
            cursor.execute(
                f"SELECT DISTINCT f.{column} FROM catalog_fit f LEFT JOIN catalog_{table} t ON t.id = f.{column} "  # noqa: S608
                "WHERE t.id IS NULL ORDER BY 1 LIMIT 20"
            )
            for (number,) in cursor.fetchall():
                yield f"fitment names {column} {number}, which does not exist"
