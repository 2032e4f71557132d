"""Django's SQLite, but as strict about lengths as PostgreSQL is."""
