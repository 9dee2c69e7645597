"""An invented association with invented clients, to try the app out. Never made on install.

	bench --site <site> execute refugee_support.demo.create
	bench --site <site> execute refugee_support.demo.remove

`plan/` invents the world as plain data and imports no Frappe (which is why this file imports late); the modules
beside it write it through normal `insert()`, so that every rule of the app is applied to it. Both commands can
be run again at any time: they complete what is missing.
"""


def create(today: str | None = None) -> None:
	"""Make the demo; `today` is the day on which its two years of counselling end."""
	from refugee_support.demo.commands import create_demo

	create_demo(today)


def remove() -> None:
	"""Remove what the demo made, and nothing else."""
	from refugee_support.demo.commands import remove_demo

	remove_demo()


def logins() -> list[dict[str, str]]:
	"""Label, user and password of one account for each role; empty where there is no demo."""
	from refugee_support.demo.registry import Registry
	from refugee_support.demo.team import logins

	return logins() if Registry.load() else []
