"""Tests of the technician's page."""
