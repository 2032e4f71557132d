"""The endpoints, a module per noun. Importing this package fills the table of routes."""

from vaxel.doors.api.endpoints import (
    books,
    catalogue,
    customers,
    documents,
    jobs,
    meta,
    money_back,
    parts,
    payments,
    quotes,
    registers,
    sales,
    staff,
    stock,
    tickets,
    vehicles,
    work,
)

__all__ = [
    "books", "catalogue", "customers", "documents", "jobs", "meta", "money_back", "parts", "payments", "quotes",
    "registers",
    "sales", "staff", "stock", "tickets", "vehicles", "work",
]  # fmt: skip
