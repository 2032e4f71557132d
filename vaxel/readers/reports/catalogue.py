"""All reports, by their keys."""

from vaxel.readers.reports import money, payables, sales, stock, work
from vaxel.readers.reports.table import Report

REPORTS: tuple[Report, ...] = (*sales.REPORTS, *work.REPORTS, *money.REPORTS, *payables.REPORTS, *stock.REPORTS)
OF_KEY = {one.key: one for one in REPORTS}
