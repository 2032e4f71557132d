"""How many things hang on each row of a list, counted for the rows that are shown and not for all that could be."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def how_many(things: QuerySet[Any], field: str) -> Coalesce:
    """An annotation: how many of `things` have the row in `field`."""
    each = things.filter(**{field: OuterRef("pk")}).order_by().values(field).annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(each, output_field=IntegerField()), 0)
