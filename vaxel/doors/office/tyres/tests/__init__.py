"""Tests of the tyre hotel's screens."""
