"""Clients recorded before names were compared get their keys, so that they are found as duplicates, too."""

from refugee_support.duplicates import keys


def execute() -> None:
	keys.rebuild()
