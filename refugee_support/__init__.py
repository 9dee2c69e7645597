"""Refugee Support: a Frappe app for associations that stand by refugees."""

__version__ = "0.1.0"
