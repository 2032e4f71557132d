"""The technician's own page, for a phone: my day, my clock, and one job with its parts; no prices (S-129)."""
