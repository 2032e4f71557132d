"""Everything that is printed: receipts, quotes, invoices, work orders and Z reports, on A4 and on 80 mm."""
