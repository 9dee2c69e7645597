"""Who has seen this? An append-only log of reads, prints, exports and searches of client data.

- `requests` finds out what a request has shown, from the function it ended in and from its answer;
- `log` writes it, in the same request, before the answer leaves: no entry, no answer;
- `mass_access` and `retention` are jobs: an alert when somebody opens very many records, and the end of old entries;
- `who_sees` answers the question on the client's form.

The log holds no content: who, when, what was done, number of the record and of the client. docs/access-log.md.
"""

from refugee_support.audit.log import record, write_for_request
from refugee_support.audit.requests import remember

__all__ = ["record", "remember", "write_for_request"]
