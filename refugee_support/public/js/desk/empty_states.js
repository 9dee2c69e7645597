/**
 * An empty page says why it is empty and what to do. Frappe says "You haven't created a … yet", which is wrong for a
 * volunteer to whom nobody is entrusted, and "Nothing to show" below a report.
 */
const may_write = (doctype) => frappe.model.can_create(doctype);

/** DocType -> what to read in its list while it holds nothing at all. */
const LISTS = {
	Client: () =>
		refugee_support.is_counsellor()
			? __(
					"Nobody is recorded yet. The name is enough to begin with; everything else can come later."
			  )
			: __(
					"Nobody is entrusted to you today. A counsellor puts you on the support team of a client; then you find them here."
			  ),
	Consultation: () =>
		__(
			"No conversation is recorded yet. “New consultation” on your first page takes less than a minute."
		),
	"Authority Application": () =>
		__(
			"No application yet. Choose its type, and the list of documents that are needed comes with it."
		),
	"Authority Letter": () =>
		__("No letter yet. Enter its date and how it came, and its deadline is computed."),
	"Legal Deadline": () =>
		__(
			"No deadline. Deadlines come from authority letters: record the letter, and its deadline stands here."
		),
	"Received Letter": () =>
		__(
			"Nothing lies here. “Photograph a letter” on your first page puts a letter in; somebody looks it through."
		),
	"Client Appointment": () => __("No appointment. Enter where and when, and who goes along."),
	"Interpreter Booking": () =>
		__(
			"Nobody asks you to interpret. A request comes when an appointment needs your languages."
		),
	"Client Household": () =>
		__("No household yet. It says who lives together, from when until when."),
	"Client Referral": () =>
		__("Nobody was sent on yet. A referral says where to, and waits for an answer."),
	"Client Consent": () =>
		__(
			"No consent yet. Print the text in the language of the person, and enter the day of the signature."
		),
	"Integration Plan": () =>
		__("No plan yet. It begins with one goal, in the words of the person."),
	"Unequal Treatment Incident": () =>
		__(
			"Nothing is written down yet. Write what happened once, soon and carefully; a wording for others comes later."
		),
	"Advocacy Activity": () =>
		__(
			"Nothing yet. Record whom you spoke to, with which incidents and figures, and what was promised."
		),
	"Language Cafe Session": () =>
		may_write("Language Cafe Series")
			? __("No session yet. Begin with a series: it makes its sessions by itself.")
			: __("No session is planned yet. Who plans the language café enters them."),
	"Community Event": () =>
		may_write("Community Event")
			? __(
					"No event yet. Enter a title, a day and a place; people sign up with a code on a sheet of paper."
			  )
			: __("No event is planned yet."),
	"Duty Shift": () =>
		may_write("Duty Shift")
			? __(
					"No duty yet. Enter when somebody is needed and for what; helpers take it themselves."
			  )
			: __(
					"No duty is planned yet. When somebody is needed, it stands here, and you can take it."
			  ),
	"Volunteer Hours": () =>
		__("No hours yet. After a duty they are proposed to you; enter all others here."),
	"Volunteer Profile": () =>
		may_write("Volunteer Profile")
			? __(
					"Nobody who helps is entered yet. Begin with a name and a task; a checklist says what is missing."
			  )
			: __(
					"Your profile is not there yet. Please ask the administration of your association."
			  ),
	"Application Support": () =>
		may_write("Application Support")
			? __("Nobody yet. Choose the person, and who of the team helps them.")
			: __(
					"Nobody is assigned to you. The counsellors say whom you help; then you find them here."
			  ),
	"Client Job Application": () =>
		__("No job application yet. Note each one when it is sent, and later what came of it."),
	"Client CV": () =>
		__(
			"No CV yet. It is made from the education and the work that are entered with the person."
		),
	"Service Record": () =>
		__(
			"Nothing is counted yet. Figures come by themselves when consultations and visits are recorded."
		),
	"Evaluation Report": () =>
		__(
			"No evaluation report yet. Choose a period and for whom it is; the figures are frozen with it."
		),
	"Funding Programme": () =>
		__(
			"No funding programme yet. Enter who pays for what and from when; consultations are then counted for it."
		),
};

/** Report -> what it means that it finds nothing. */
const REPORTS = {
	"Open Follow-Ups": () => __("No follow-up is open here: nothing to do."),
	"Clients without Contact": () =>
		__("Somebody has spoken with everybody in this time: nothing to do."),
	"Possible Duplicates": () => __("No two records look like the same person: nothing to do."),
	"Client Data Quality": () => __("Nothing is missing: nothing to do."),
	"Who Can Help": () => __("Nobody fits all of it. Take one filter away above."),
};

/** Number card -> what a nought on it means. */
const CARDS = {
	"Refugee Support Deadlines Overdue": () => __("Nothing is overdue."),
	"Refugee Support Deadlines Due Soon": () => __("Nothing is due."),
	"Refugee Support Deadlines Not Computed": () => __("Every deadline is computed."),
	"Refugee Support Open Follow-Ups": () => __("Nothing to do."),
	"Refugee Support Open Applications": () => __("None is open."),
	"Refugee Support Clients in Support": () => __("Nobody yet: ask a counsellor."),
};
const nothing_counted = () => __("Nothing recorded yet.");

refugee_support.wrap(
	frappe.views.ListView?.prototype,
	"get_no_result_message",
	function (original) {
		const told = what_to_read(this);
		return told ? with_text(original(), told) : original();
	}
);

function what_to_read(list) {
	if (!LISTS[list.doctype]) return "";
	const { undertaking } = frappe.boot.refugee_support || {};
	if (!undertaking && !may_write("Volunteer Profile"))
		return __(
			"Without a confidentiality undertaking that holds today you see no client. Please ask the administration of your association."
		);
	// Frappe's sentence about filters is right
	return list.filter_area?.get().length ? "" : LISTS[list.doctype]();
}

/** Frappe's picture stays, as decoration: its English name is not read out. */
function with_text(html, text) {
	const $box = $("<div>").html(html);
	$box.find("img").attr("alt", "");
	$box.find("p").first().text(text);
	return $box.html();
}

refugee_support.wrap(
	frappe.views.QueryReport?.prototype,
	"get_no_result_message",
	function (original) {
		if (this.report_doc?.module !== "Refugee Support") return original();
		const told = REPORTS[this.report_name];
		return with_text(
			original(),
			told
				? told()
				: __("Nothing was found. Choose a longer period above, or take a filter away.")
		);
	}
);

refugee_support.wrap(
	frappe.widget.widget_factory.number_card?.prototype,
	"render_number",
	function (original) {
		original();
		const card = this.card_doc?.name;
		if (!card?.startsWith("Refugee Support ") || Number(this.number) !== 0) return;
		$(this.body)
			.find(".widget-content")
			.append($("<div class='rs-nothing'>").text((CARDS[card] || nothing_counted)()));
	}
);
