// When the daily check of deadlines does not run, nobody is reminded: every counsellor is told on the workspace.
const HOUR = 60 * 60 * 1000;
let asked_at = 0;
let late = false;

const ask = async () => {
	if (Date.now() - asked_at < HOUR) return;
	asked_at = Date.now();
	const { message } = await frappe.call({
		method: "refugee_support.deadlines.heartbeat.are_reminders_late",
		type: "GET",
	});
	late = Boolean(message);
};

const show = () => {
	const main = $(frappe.container.page).find(".layout-main-section-wrapper").first();
	main.find(".refugee-support-late").remove();
	if (!late) return;
	$("<div>")
		.addClass("refugee-support-late alert alert-danger")
		.attr("role", "alert")
		.text(
			__(
				"The daily check of deadlines has not run for more than 26 hours: nobody is being reminded. Please look at the list of deadlines yourself, and tell whoever runs this system."
			)
		)
		.prependTo(main);
};

const watch = async () => {
	if (frappe.get_route()[0] !== "Workspaces" || !refugee_support.is_counsellor()) return;
	await ask();
	show();
};

frappe.router?.on("change", () => setTimeout(watch, 500)); // the page is drawn after the change of route
