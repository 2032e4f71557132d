"""Växel, the point of sale for everyone who sells to or repairs cars."""

__version__ = "0.1.0"
