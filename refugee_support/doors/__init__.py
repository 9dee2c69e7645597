"""The framework's own doors that stay open for our DocTypes, closed. Numbers are those of docs/security.md.

Four guards, none of which touches a DocType that is not ours:

- `check_request` runs after every login check and before anything is dispatched, whatever way the request came
  (session, API key, `cmd`, REST v1 and v2). A request that names one of our guarded DocTypes must end in a
  function that is listed here; everything else, known or still to be written, is refused.
- Three whitelisted methods are replaced, where refusing would break the desk.
- Copies of our documents (files, versions, comments, ...) are readable by readers of the document only.
- What would open a document past its criterion (shares, assignments, ...) cannot be saved.

Found open in 15.55.1 and 16-dev unless a comment says otherwise; tests/site/permissions proves each on the
running site. Administrator is exempt: the owner of the machine cannot be locked out.
"""

from refugee_support.doors.accounts import end_access_of_disabled
from refugee_support.doors.copies import (
	OwnPreparedReport,
	QuietComment,
	UnpreparedReport,
	copies_query_conditions,
	drop_leftovers,
	has_permission_on_copy,
	has_permission_on_prepared_report,
	prepared_report_query_conditions,
	refuse_for_guarded,
	refuse_mailed_report,
	refuse_row_without_document,
)
from refugee_support.doors.errors import WrittenErrorLog, without_values
from refugee_support.doors.files import GuardedFile
from refugee_support.doors.guarded import GUARDED
from refugee_support.doors.people import user_query_conditions
from refugee_support.doors.replaced import get_count, get_link_title, getdoc, save_user_settings
from refugee_support.doors.request import check_request

__all__ = [
	"GUARDED",
	"GuardedFile",
	"OwnPreparedReport",
	"QuietComment",
	"UnpreparedReport",
	"WrittenErrorLog",
	"check_request",
	"copies_query_conditions",
	"drop_leftovers",
	"end_access_of_disabled",
	"get_count",
	"get_link_title",
	"getdoc",
	"has_permission_on_copy",
	"has_permission_on_prepared_report",
	"prepared_report_query_conditions",
	"refuse_for_guarded",
	"refuse_mailed_report",
	"refuse_row_without_document",
	"save_user_settings",
	"user_query_conditions",
	"without_values",
]
