def before_uninstall() -> None:
	pass


def after_uninstall() -> None:
	pass
