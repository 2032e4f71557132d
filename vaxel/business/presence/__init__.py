"""The staff ledger (personalliggare): who is on the premises, from when to when, kept as the law wants it."""
