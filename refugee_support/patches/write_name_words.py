"""Clients recorded before get the words of their names as keys, so that a search finds them by an index."""

from refugee_support.duplicates import keys


def execute() -> None:
	keys.rebuild()
