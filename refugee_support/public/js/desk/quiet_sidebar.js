// Tags, shares and assignments would carry a client's name or open a record past the access rules; the server
// refuses them (doors/), so the form does not offer them.
const CLIENT_DOCTYPES = [
	"Client",
	"Client Distinct Pair",
	"Client Household",
	"Client Appointment",
	"Client Merge",
	"Client Referral",
	"Interpreter Booking",
	"Received Letter",
	"Client Relation",
	"Confidential Record",
	"Consultation",
	"Consultation Note",
	"Authority Application",
	"Client Representation",
	"Authority Letter",
	"Legal Deadline",
];

for (const doctype of CLIENT_DOCTYPES) {
	frappe.ui.form.on(doctype, {
		refresh(frm) {
			frm.sidebar?.sidebar
				?.find(
					".form-assignments, .form-tags, .form-shared, .followed-by-section, .form-follow"
				)
				.hide();
		},
	});
}
