"""A document posted on a day whose sums are kept takes that day's row away, in its own transaction."""

from typing import Any

from django.db import migrations

_SQLITE = """CREATE TRIGGER "reports_late_document" AFTER INSERT ON "billing_document"
BEGIN DELETE FROM "reports_keptday" WHERE "site_id" = NEW."site_id" AND "day" = NEW."business_date"; END"""
_FUNCTION = """CREATE FUNCTION vaxel_late_document() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN DELETE FROM "reports_keptday" WHERE "site_id" = NEW."site_id" AND "day" = NEW."business_date"; RETURN NULL;
END $$"""
_POSTGRES = """CREATE TRIGGER "reports_late_document" AFTER INSERT ON "billing_document"
FOR EACH ROW EXECUTE FUNCTION vaxel_late_document()"""


def put_up(_apps: Any, editor: Any) -> None:
    for statement in (_SQLITE,) if editor.connection.vendor == "sqlite" else (_FUNCTION, _POSTGRES):
        editor.execute(statement, params=None)


def take_down(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute('DROP TRIGGER "reports_late_document"', params=None)
    else:
        editor.execute('DROP TRIGGER "reports_late_document" ON "billing_document"', params=None)
        editor.execute("DROP FUNCTION vaxel_late_document()", params=None)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("billing", "0004_documents_by_day")]

    operations = [migrations.RunPython(put_up, take_down)]
