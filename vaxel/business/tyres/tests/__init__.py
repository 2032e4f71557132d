"""Tests of the tyre hotel."""
