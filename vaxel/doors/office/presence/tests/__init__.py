"""Tests of the staff ledger on screen."""
