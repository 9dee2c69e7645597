// Tags, shares and assignments would carry a name or open a record past the access rules; the server
// refuses them (doors/), so the form does not offer them.
const GUARDED = [
	"Client",
	"Client Data Request",
	"Client Distinct Pair",
	"Client Erasure",
	"Client Household",
	"Client Appointment",
	"Client Consent",
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
	"Access Grant",
	"Advocacy Activity",
	"Incident Wording",
	"Unequal Treatment Incident",
	"Integration Goal",
	"Integration Milestone",
	"Integration Plan",
	"Volunteer Hours",
	"Volunteer Profile",
];

for (const doctype of GUARDED) {
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
