"""Sentences of Frappe that our languages say differently from Frappe's own translation.

Nothing here is called: Frappe looks these texts up itself and finds the translation of the app that was installed
last. They stand in a list so that the template for translators has them (tests/tools/translatable.py).
German says "Sie" to everybody, and words it without the gender of the record, which Frappe does not know.
"""

FRAPPE_SAYS = (
	("Add", "Primary action in list view"),  # the word before the DocType
	("Add {0}", "Primary action in list view"),
	"Are you sure?",
	"Create your first {0}",
	("Dismiss", "Stop showing the onboarding widget."),
	"Go Back",
	"Liked by me",
	"New {0}",
	"No {0} found",
	"No {0} found with matching filters. Clear filters to see all {0}.",
	"Please add a subject to your email",
	"Reload List",
	"Reset your password",
	"Success! You are good to go 👍",
	"Thank you for your feedback!",
	"You can disable this {0} instead of deleting it.",
	"You haven't created a {0} yet",
)
