/**
 * A server that cannot (its database is down, its disk is full) answers 500 without a word: the traceback is kept from
 * people (Show Full Error is off), and then Frappe shows nothing at all. Whoever pressed Save waited for nothing.
 */
const SECONDS = 10;
const SAVING =
	/savedocs|drafts\.send|run_doc_method|client\.(save|insert|set_value|submit)|workflow/;
let told_at = 0;

$(document).on("ajaxError", (_event, xhr, settings) => {
	if (![500, 503].includes(xhr.status) || says_itself(xhr)) return;
	const message = __(
		"The server could not do that just now. What you typed is still here: wait a minute, then try again. If it goes on, please tell whoever looks after the server."
	);
	if (SAVING.test(settings.url)) {
		frappe.msgprint({ title: __("Not saved"), indicator: "red", message });
	} else if (Date.now() - told_at > SECONDS * 1000) {
		// The desk asks many things by itself: nobody who types is interrupted, or told ten times
		told_at = Date.now();
		frappe.show_alert({ message, indicator: "red" }, SECONDS);
	}
});

function says_itself(xhr) {
	try {
		const answer = JSON.parse(xhr.responseText);
		return Boolean(answer.exc || answer._server_messages);
	} catch {
		return false; // a page of the web server
	}
}
