"""Approval rules on screen."""
