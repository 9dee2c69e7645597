"""What the demo made on this site, so that it can be completed after an interruption and removed exactly.

Kept in one of Frappe's global defaults: no field of our DocTypes is used for it. Clients and households have
running numbers, so their names are remembered; everything else has a name that follows from its number here.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field

import frappe
from frappe import _
from frappe.utils import getdate, today

from refugee_support.demo.plan import SEED, build
from refugee_support.demo.plan.model import World

KEY = "refugee_support_demo"


@dataclass
class Registry:
	today: str
	seed: int = SEED
	settings_before: dict[str, str | None] = field(default_factory=dict)
	clients: dict[str, str] = field(default_factory=dict)  # number of the plan -> record name
	households: dict[str, str] = field(default_factory=dict)
	duplicate: str = ""  # the record of somebody who was recorded twice
	old_import: str = ""  # the old spreadsheet on its way in

	@classmethod
	def load(cls) -> "Registry | None":
		# Straight from the table: `get_global` would remember in its cache what a rollback has taken back.
		stored = frappe.db.get_value("DefaultValue", {"parent": "__global", "defkey": KEY}, "defvalue")
		return cls(**json.loads(stored)) if stored else None

	@classmethod
	def load_or_begin(cls, day: str | None) -> "Registry":
		"""An interrupted demo goes on with the day it was begun on, so that it stays one world."""
		return cls.load() or cls(today=str(getdate(day or today())))

	def save(self) -> None:
		frappe.db.set_global(KEY, json.dumps(asdict(self)))

	def forget(self) -> None:
		frappe.db.set_global(KEY, None)

	def world(self) -> World:
		return build(getdate(self.today), self.seed)

	def all_clients(self) -> list[str]:
		return [*self.clients.values(), *([self.duplicate] if self.duplicate else [])]

	def client(self, number: int) -> str:
		return self.clients[str(number)]


def record_name(kind: str, number: int | str) -> str:
	"""A name like the random ones of Frappe, the same at every run."""
	return hashlib.sha256(f"refugee_support.demo/{kind}/{number}".encode()).hexdigest()[:10]


def existing(doctype: str, names: list[str]) -> set[str]:
	"""Which of these records are there. A command of the site's administrator: reads without permissions."""
	return set(frappe.get_all(doctype, {"name": ["in", names]}, pluck="name")) if names else set()


def refuse_where_real_data_exist(registry: Registry) -> None:
	"""Invented people must never stand among real ones."""
	foreign = frappe.get_all("Client", {"name": ["not in", [*registry.all_clients(), ""]]}, limit=1)
	if foreign:
		frappe.throw(
			_(
				"This site holds clients that are not from the demo. Please create demo data on an empty site only."
			),
			title=_("Real data on this site"),
		)


def refuse_where_accounts_are_taken(emails: list[str]) -> None:
	"""Before the first run nobody may bear the e-mail address of an invented helper."""
	taken = existing("User", emails)
	if taken:
		frappe.throw(
			_("These accounts exist already: {0}. Please create demo data on an empty site only.").format(
				", ".join(sorted(taken))
			),
			title=_("Accounts exist"),
		)
