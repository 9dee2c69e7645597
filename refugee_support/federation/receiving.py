"""Files of associations, taken in one by one."""

import frappe

from refugee_support.federation import categories
from refugee_support.federation.wording import why
from refugee_support.rules.federation import BadFile, ExchangeFile, read

EVALUATION, FILE = "Federation Evaluation", "Federation Evaluation File"


@frappe.whitelist(methods=["POST"])
def receive(evaluation: str, file_name: str, content: str) -> dict[str, str]:
	"""Takes one file in, or says what is wrong with it. Everything is checked again by the document itself."""
	document = frappe.get_doc(EVALUATION, evaluation)
	document.check_permission("write")
	checked(content, file_name)  # before anything tidies the text: messages are about what was sent
	values = {"doctype": FILE, "evaluation": evaluation, "file_name": file_name[:140], "content": content}
	return {"association": frappe.get_doc(values).insert().association}


def checked(content: str, file_name: str) -> ExchangeFile:
	try:
		return read(content, categories.options())
	except BadFile as error:
		name = frappe.bold(frappe.utils.escape_html(file_name[:140]))
		frappe.throw(f"{name}: {frappe.utils.escape_html(why(error))}", title=frappe._("File not taken in"))
		raise
