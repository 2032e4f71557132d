"""A supplier that exchanges files in a folder: its stock and prices in one, our orders and its confirmations one each.

    {"kind": "files", "folder": "/srv/exchange/nordic", "delimiter": ";", "numbers": "sv_SE",
     "stock": {"file": "stock.csv", "number": "Artikel", "available": "Saldo", "price": "Pris", "expected_on": "Datum"},
     "confirmation": {"number": "Artikel", "quantity": "Antal", "expected_on": "Datum", "price": "Pris",
                      "state": "Status", "refused": ["NEJ"]}}

Orders are written to orders/KEY.csv, whole or not at all; confirmations are read from confirmations/KEY.csv. A file
that is gone from orders/ was taken by them. How the folder travels (a mount, rsync, SFTP) is the machine's business.
"""

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from vaxel.business.purchasing.catalogs import CatalogDown, LineSaid, Offered, Placed, Placing, Wanted
from vaxel.kernel import actions, numerals
from vaxel.links.suppliers import mapping
from vaxel.links.suppliers.mapping import Unreadable

LARGEST_FILE = 200_000_000


class FileCatalog:
    """The folder behind one connection's settings."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._folder = Path(settings["folder"])
        self._locale = settings.get("numbers", "sv_SE")

    def availability(self, wants: Sequence[Wanted]) -> Sequence[Offered]:
        """As the protocol: the rows of the stock file that were asked for."""
        columns = self._settings["stock"]
        wanted = {one.number for one in wants}
        try:
            return [
                Offered(
                    number=row[columns["number"]],
                    available_milli=mapping.number(self._cell(row, columns, "available"), 3, self._locale),
                    unit_price_cm=mapping.number(self._cell(row, columns, "price"), 4, self._locale),
                    currency=columns.get("currency", ""),
                    expected_on=mapping.day(self._cell(row, columns, "expected_on")),
                )
                for row in self._rows(self._folder / columns["file"])
                if row.get(columns["number"]) in wanted
            ]
        except Unreadable as failure:
            raise CatalogDown(str(failure)) from failure

    def price(self, wants: Sequence[Wanted]) -> Sequence[Offered]:
        """As the protocol: the same file says both."""
        return self.availability(wants)

    def order(self, placing: Placing) -> Placed:
        """As the protocol: the order's file lies in orders/, or did so before."""
        if self._known(placing.key):
            return self.order_status(placing.key)
        path = self._order(placing.key)
        draft = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with draft.open("w", newline="", encoding="utf-8") as file:
                self._write(csv.writer(file, delimiter=self._settings.get("delimiter", ";")), placing)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
            self._sent(placing.key).touch()
        except OSError as failure:
            raise CatalogDown(str(failure)) from failure
        return Placed("accepted")

    def _write(self, out: Any, placing: Placing) -> None:
        out.writerow(["order", "customer", "number", "quantity", "delivery", "message"])
        for line in placing.lines:
            quantity = numerals.write(line.quantity_milli, 3, self._locale, at_least=0).replace(numerals.NBSP, "")
            out.writerow([placing.number, placing.customer_number, line.number, quantity, placing.delivery,
                          placing.message])  # fmt: skip

    def order_status(self, key: str) -> Placed:
        """As the protocol: what the confirmation says, else that they have it or have never seen it."""
        path = self._folder / "confirmations" / f"{key}.csv"
        try:
            if path.is_file():
                return self._confirmed(path)
        except Unreadable as failure:
            raise CatalogDown(str(failure)) from failure
        return Placed("accepted") if self._known(key) else Placed("not_known")

    def _confirmed(self, path: Path) -> Placed:
        columns = self._settings["confirmation"]
        found = list(self._rows(path))
        states = {self._cell(row, columns, "state") for row in found}
        if found and states and states <= set(columns.get("refused", ())):
            return Placed("refused", reason=", ".join(sorted(str(state) for state in states)))
        return Placed("accepted", lines=[
            LineSaid(
                row[columns["number"]], mapping.number(self._cell(row, columns, "quantity"), 3, self._locale),
                mapping.day(self._cell(row, columns, "expected_on")),
                mapping.number(self._cell(row, columns, "price"), 4, self._locale),
            ) for row in found
        ])  # fmt: skip

    def cancel(self, key: str) -> Placed:
        """As the protocol: an order that still lies there is taken out; one that is gone was taken by them."""
        try:
            self._order(key).unlink()
        except FileNotFoundError:
            return Placed("refused" if self._known(key) else "not_known", reason="taken already")
        except OSError as failure:
            raise CatalogDown(str(failure)) from failure
        self._sent(key).unlink(missing_ok=True)
        return Placed("cancelled")

    def _known(self, key: str) -> bool:
        return self._order(key).exists() or self._sent(key).exists()

    def _order(self, key: str) -> Path:
        return self._folder / "orders" / f"{key}.csv"

    def _sent(self, key: str) -> Path:
        """An empty file of ours that stays when they take the order: so that it is never written twice."""
        return self._folder / "orders" / f".{key}.sent"

    def _cell(self, row: Mapping[str, str], columns: Mapping[str, Any], name: str) -> str | None:
        return row.get(columns[name]) if name in columns else None

    def _rows(self, path: Path) -> Iterable[dict[str, str]]:
        """The file's rows by their heads, read as they are asked for; CatalogDown when it cannot be."""
        if actions.in_transaction():
            raise RuntimeError("nothing outside is called inside a transaction")
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise CatalogDown(f"{path.name} is too large")
            with path.open(newline="", encoding=self._settings.get("encoding", "utf-8-sig")) as file:
                yield from csv.DictReader(file, delimiter=self._settings.get("delimiter", ";"))
        except (OSError, UnicodeDecodeError, csv.Error) as failure:
            raise CatalogDown(str(failure)) from failure
