"""How rows become records: one module for each kind, the same steps for all."""

from collections.abc import Callable

from refugee_support.moving.work import Item, Work
from refugee_support.moving.writing import applications, clients, consultations, households

# In the order in which they are written: what others belong to comes first.
WRITERS: dict[str, Callable[[Work, list[Item]], None]] = {
	"Client Household": households.write,
	"Client": clients.write,
	"Consultation": consultations.write,
	"Authority Application": applications.write,
}
