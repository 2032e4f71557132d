"""SQLite takes a text of any length for a column of 200 characters; here the table itself refuses it."""

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Every CharField is made with a check of its length."""

    data_type_check_constraints = {
        **base.DatabaseWrapper.data_type_check_constraints,
        "CharField": 'length("%(column)s") <= %(max_length)s',
    }
