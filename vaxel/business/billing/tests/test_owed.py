"""Documents that are not settled."""

from vaxel.business.billing.models import OWED, Document


def test_the_condition_is_the_indexs_own() -> None:
    sql, params = Document.objects.filter(OWED).query.sql_with_params()
    assert sql.endswith('WHERE NOT ("billing_document"."open_minor" = 0)')
    assert params == ()
