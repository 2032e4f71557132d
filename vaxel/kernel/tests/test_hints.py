"""A hint changes how rows are looked for, never which ones are found."""

import pytest
from django.db import connection

from vaxel.kernel.db.hints import beside
from vaxel.kernel.models import Series


@pytest.mark.django_db
def test_the_same_rows_are_found_without_the_index() -> None:
    for name in ("a", "b", "c"):
        Series.objects.create(name=name, last=1)
    found = Series.objects.filter(beside("name", ["a", "c", "x"]))
    assert sorted(found.values_list("name", flat=True)) == ["a", "c"]
    assert not Series.objects.filter(beside("name", [])).exists()
    assert ('+"kernel_series"."name"' in str(found.query)) is (connection.vendor == "sqlite")
