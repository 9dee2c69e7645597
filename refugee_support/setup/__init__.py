"""Placeholder until the setup lands."""


def after_install() -> None:
	pass


def after_sync() -> None:
	pass


def after_migrate() -> None:
	pass
