"""The endpoints, a module per noun. Importing this package fills the table of routes."""

from vaxel.doors.api.endpoints import (
    books,
    customers,
    documents,
    meta,
    parts,
    payments,
    registers,
    stock,
    tickets,
    vehicles,
)

__all__ = [
    "books", "customers", "documents", "meta", "parts", "payments", "registers", "stock", "tickets", "vehicles",
]  # fmt: skip
