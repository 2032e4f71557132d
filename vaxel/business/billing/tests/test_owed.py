"""Documents that are not settled."""

from django.db.models import Q

from vaxel.business.billing.models import OWED, Document


def test_the_condition_is_the_indexs_own() -> None:
    partial = {one.name: one.condition for one in Document._meta.indexes if one.condition}
    assert partial == dict.fromkeys(("document_site_open", "document_open"), ~Q(open_minor=0))
    sql, params = Document.objects.filter(OWED).query.sql_with_params()
    assert sql.endswith('WHERE NOT ("billing_document"."open_minor" = 0)')
    assert params == ()
