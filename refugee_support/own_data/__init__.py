"""A copy of everything the site holds about one person, for that person: Art. 15 and 20 GDPR (docs/data-requests.md).

What there is, is found by the erasure (erasing/world.py, erasing/traces.py): there is no second list of places that could
fall behind. What is found is either in the copy or counted among what is withheld, with the reason; a test plants a
marker in every text of a client's world and looks for each of them (tests/site/test_own_data.py).
"""

from dataclasses import dataclass, field
from typing import Any

REQUEST = "Client Data Request"
WITH_COPY = ("Access to Data", "Portability")
GIVE, WITHOUT_OTHERS, WITHHOLD = "Give", "Give Without Other People", "Withhold"

# Why something is not in the copy. The first four are chosen by people, the others follow from what it is.
OTHERS = "Rights of Other People"
STAFF = "People Who Work Here"
TECHNICAL = "Technical Copy"
UNCERTAIN = "Found by Name Alone"
UNREADABLE = "Read by Nobody"
NOT_PROVIDED = "Not Provided by the Person"
EARLIER = "Earlier Copy"
MISSING = "Not Found on the Server"


# The field that says of which day a record is: the first one that is filled. Shown beside a decision and in the copy.
DAYS = (
	"consultation_date",
	"letter_date",
	"received_on",
	"starts_at",
	"service_date",
	"milestone_date",
	"given_on",
	"from_date",
	"creation",
)


@dataclass(frozen=True)
class Thing:
	"""Something of one kind that is withheld for one reason: records, or one field of records."""

	doctype: str
	reason: str
	fieldname: str = ""


@dataclass
class Record:
	"""One record of the copy. `tables`: field -> rows. `given`: Whole, Without Others or Own Row Only."""

	doctype: str
	name: str
	data: dict[str, Any] = field(default_factory=dict)
	tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
	given: str = "Whole"


@dataclass(frozen=True)
class AttachedFile:
	"""A file of a record that is given. `path`: its place in the archive."""

	name: str
	doctype: str
	record: str
	file_name: str
	path: str


@dataclass
class Copy:
	"""Everything that is found, divided into what is given and what is not. `withheld`: thing -> names of records."""

	client: str
	records: list[Record] = field(default_factory=list)
	files: list[AttachedFile] = field(default_factory=list)
	withheld: dict[Thing, set[str]] = field(default_factory=dict)

	def hold_back(self, doctype: str, names: Any, reason: str, fieldname: str = "") -> None:
		if names := set(names):
			self.withheld.setdefault(Thing(doctype, reason, fieldname), set()).update(names)

	def held_back(self, doctype: str) -> set[Any]:
		"""Names of records that are withheld as a whole."""
		things = self.withheld.items()
		return {
			n for thing, names in things if thing.doctype == doctype and not thing.fieldname for n in names
		}
