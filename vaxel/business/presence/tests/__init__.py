"""Tests of the staff ledger."""
