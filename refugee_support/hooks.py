"""The table of contents of everything this app plugs into Frappe."""

app_name = "refugee_support"
app_title = "Refugee Support"
app_publisher = "Refugee Support contributors"
app_description = (
	"Counselling, deadlines, language cafés and evidence for associations that stand by refugees"
)
app_email = "refugee-support@users.noreply.github.com"
app_license = "gpl-3.0"

# Desk
app_include_js = ["refugee_support.bundle.js"]
app_include_css = ["refugee_support.bundle.css"]
add_to_apps_screen = [
	{
		"name": "refugee_support",
		"logo": "/assets/refugee_support/images/logo.svg",
		"title": "Refugee Support",
		"route": "/app",  # everybody lands on the workspace of their role; the one literal route Frappe asks for
		"has_permission": "refugee_support.access.may_use_app",
	}
]

extend_bootinfo = "refugee_support.boot.extend_bootinfo"

# Install, migrate, uninstall
after_install = "refugee_support.setup.after_install"
after_sync = "refugee_support.setup.after_sync"
after_migrate = "refugee_support.setup.after_migrate"
after_app_install = "refugee_support.integrations.erpnext.fields.after_app_install"
before_app_uninstall = "refugee_support.integrations.erpnext.fields.before_app_uninstall"
before_uninstall = "refugee_support.setup.uninstall.before_uninstall"
after_uninstall = "refugee_support.setup.uninstall.after_uninstall"

# Who sees which client: one criterion per DocType, for lists and for documents
_guarded = (
	"Access Grant",
	"Client Access Log",
	"Restricted Client Access",
	"Client",
	"Client Data Request",
	"Client Data Request Decision",
	"Client Distinct Pair",
	"Client Erasure",
	"Client Merge",
	"Client Name Key",
	"Client Household",
	"Client Household Member",
	"Client Language",
	"Received Letter",
	"Client Appointment",
	"Client Appointment Companion",
	"Client Consent",
	"Client Referral",
	"Client Relation",
	"Client Support Team Member",
	"Client Residence Status",
	"Client Characteristic",
	"Confidential Record",
	"Consultation",
	"Consultation Topic",
	"Consultation Participant",
	"Consultation Activity",
	"Interpreter Booking",
	"Consultation Note",
	"Authority Letter",
	"Authority Letter Application",
	"Authority Letter Person",
	"Deadline Reminder",
	"Legal Deadline",
	"Authority Application",
	"Application Applicant",
	"Application Document",
	"Client Representation",
	"Volunteer Profile",
	"Volunteer Profile Availability",
	"Volunteer Profile Language",
	"Volunteer Profile Task",
	"Volunteer Profile Undertaking",
	"Police Certificate Inspection",
	"Volunteer Hours",
	"Volunteer Allowance",
	"Integration Milestone",
	"Integration Plan",
	"Integration Plan Review",
	"Integration Goal",
	"Integration Goal Step",
	"Residence Reminder",
	"Event Registration",
	"Language Level Record",
	"Course Entitlement",
	"Evaluation Report",
	"Evaluation Report Table",
	"Application Support",
	"Application Support Team Member",
	"Client Career Station",
	"Client Career Skill",
	"Client Qualification",
	"Client Job Application",
	"Application Support Talk",
	"Client CV",
	"Client Cover Letter",
	"Client Application Folder",
	"Cafe Attendance",
	"Cafe Childcare Place",
	"Unequal Treatment Incident",
	"Incident Wording",
	"Advocacy Activity",
	"Advocacy Activity Incident",
	"Legacy Import",
	"Legacy Import Sheet",
	"Legacy Import Column",
	"Legacy Import Value",
	"Legacy Import Row",
	"Legacy Import Key",
)
permission_query_conditions = {
	doctype: "refugee_support.access.permission_query_conditions" for doctype in _guarded
}
has_permission = {doctype: "refugee_support.access.has_permission" for doctype in _guarded}

# The framework's own doors, closed for our DocTypes (doors/, docs/security.md)
auth_hooks = ["refugee_support.doors.check_request"]

# Who has seen this? Written before the answer leaves (audit/, docs/access-log.md)
after_request = ["refugee_support.audit.write_for_request"]
override_whitelisted_methods = {
	"frappe.client.get_count": "refugee_support.doors.get_count",
	"frappe.desk.desktop.get_desktop_page": "refugee_support.learning.get_desktop_page",
	"frappe.desk.desktop.update_onboarding_step": "refugee_support.learning.update_onboarding_step",
	"frappe.desk.form.load.getdoc": "refugee_support.doors.getdoc",
	"frappe.desk.search.get_link_title": "refugee_support.doors.get_link_title",
	"frappe.model.utils.user_settings.save": "refugee_support.doors.save_user_settings",
}
override_doctype_class = {
	"Comment": "refugee_support.doors.QuietComment",
	"Error Log": "refugee_support.doors.WrittenErrorLog",
	"File": "refugee_support.doors.GuardedFile",
	"Prepared Report": "refugee_support.doors.OwnPreparedReport",
	"Report": "refugee_support.doors.UnpreparedReport",
}
_copies = (
	"Access Log",
	"Activity Log",
	"Comment",
	"Communication",
	"Deleted Document",
	"DocShare",
	"File",
	"Notification Log",
	"Tag Link",
	"ToDo",
	"Version",
	"View Log",
	"Workflow Action",
)
permission_query_conditions |= {
	doctype: "refugee_support.doors.copies_query_conditions" for doctype in _copies
}
permission_query_conditions["User"] = "refugee_support.doors.user_query_conditions"
permission_query_conditions["Prepared Report"] = "refugee_support.doors.prepared_report_query_conditions"
has_permission |= {doctype: "refugee_support.doors.has_permission_on_copy" for doctype in _copies}
has_permission["Prepared Report"] = "refugee_support.doors.has_permission_on_prepared_report"
_vetoed = (
	"Assignment Rule",
	"Auto Repeat",
	"Dashboard Chart",
	"Data Import",
	"Document Follow",
	"DocShare",
	"Document Share Key",
	"Kanban Board",
	"Milestone Tracker",
	"Notification",
	"Print Format",
	"Tag Link",
	"ToDo",
	"Web Form",
	"Webhook",
)
_rows = (
	"Client Appointment Companion",
	"Authority Letter Application",
	"Authority Letter Person",
	"Application Applicant",
	"Application Document",
	"Client Characteristic",
	"Client Household Member",
	"Client Language",
	"Client Residence Status",
	"Client Support Team Member",
	"Consultation Activity",
	"Consultation Participant",
	"Consultation Topic",
	"Volunteer Profile Availability",
	"Volunteer Profile Language",
	"Volunteer Profile Task",
	"Volunteer Profile Undertaking",
	"Integration Goal Step",
	"Integration Plan Review",
	"Evaluation Report Table",
	"Application Support Team Member",
	"Advocacy Activity Incident",
	"Legacy Import Sheet",
	"Legacy Import Column",
	"Legacy Import Value",
	"Client Data Request Decision",
)
_refuse_row = "refugee_support.doors.refuse_row_without_document"
doc_events = {
	_vetoed: {"validate": "refugee_support.doors.refuse_for_guarded"},
	_rows: {"validate": _refuse_row, "on_trash": _refuse_row},
	# Art. 18 GDPR: nothing new about whose processing is restricted
	_guarded: {"validate": "refugee_support.erasing.restriction.refuse_new"},
	# Who works with this app only, sees this app only
	"User": {
		"before_validate": "refugee_support.setup.module_profile.give_to_user",
		"on_update": "refugee_support.doors.end_access_of_disabled",
	},
	"Auto Email Report": {"validate": "refugee_support.doors.refuse_mailed_report"},
	"Error Log": {"before_insert": "refugee_support.doors.without_values"},
}

# What remembers an old number is no reason to keep a record
ignore_links_on_delete = ["Legacy Import Key", "Legacy Import Row", "Client Data Request Decision"]

# Jobs
scheduler_events = {
	"cron": {"*/10 * * * *": ["refugee_support.audit.mass_access.look"]},
	"daily": [
		"refugee_support.audit.retention.delete_old_entries",
		"refugee_support.refugee_support.doctype.client_merge.client_merge.erase_old_snapshots",
		"refugee_support.tasks.prepare_renewals",
		"refugee_support.tasks.begin_residence_titles",
		"refugee_support.tasks.remind_of_residence_titles",
		"refugee_support.volunteers.daily.run",
		"refugee_support.tasks.send_follow_up_digests",
		"refugee_support.events.daily.remind_of_entitlements",
		"refugee_support.tasks.remind_of_job_applications",
		"refugee_support.tasks.empty_childcare_of_past_days",
		"refugee_support.tasks.make_cafe_sessions",
		"refugee_support.tasks.end_consents",
		"refugee_support.tasks.remind_of_promises",
		"refugee_support.tasks.look_after_data_requests",
	],
	"daily_long": [
		"refugee_support.tasks.check_service_records",
		"refugee_support.moving.run.tidy_up",
		"refugee_support.tasks.look_after_erasures",
		"refugee_support.tasks.write_time_sheets",
	],
	# Once a day by itself; every hour, so that a run that was killed is taken up again
	"hourly": [
		"refugee_support.tasks.remind_of_deadlines",
		"refugee_support.events.daily.run_hourly",
		"refugee_support.tasks.finish_duties",
		"refugee_support.tasks.finish_deleting_files",
		"refugee_support.tasks.remind_of_breaches",
		"refugee_support.moving.run.take_up_again",
		"refugee_support.refugee_support.doctype.client_erasure.client_erasure.take_up_again",
		"refugee_support.own_data.job.take_up_again",
	],
}

# SQLite (Frappe 16, for evaluation) begins no transaction by itself
before_request = ["refugee_support.compat.begin_transaction"]
before_job = ["refugee_support.compat.begin_transaction"]

# Link fields to clients search normalised names, within what the reader may see
standard_queries = {"Client": "refugee_support.search.client_query"}

# Released Frappe 16: whitelisted methods must be typed
require_type_annotated_api_methods = True
