// Deadlines, appointments, duties, cafés and whatever else has a day, in one calendar: of each only what the reader may read.
const METHODS = "refugee_support.agenda";
const HIDDEN = "refugee_support_calendar_hidden";
const AHEAD = "listAhead"; // from today on, for a month

frappe.pages["refugee-support-calendar"].on_page_load = async (wrapper) => {
	frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Everything Coming Up"),
		single_column: true,
	});
	await frappe.require(frappe.views.CalendarView.prototype.required_libs);
	const { message: kinds } = await frappe.call(`${METHODS}.get_kinds`);
	wrapper.agenda = show(wrapper.page, kinds);
};

frappe.pages["refugee-support-calendar"].on_page_show = (wrapper) => wrapper.agenda?.refetch();

/** What the switches are called, and the colour of each: beside the words, never instead of them. */
const looks = () => ({
	Deadlines: [__("Deadlines"), "orange"],
	Appointments: [__("Appointments"), "blue"],
	"Follow-Ups": [__("My Follow-Ups"), "gray"],
	"Residence Titles Ending": [__("Residence Titles Ending"), "yellow"],
	Duties: [__("Duties"), "green"],
	"Language Cafés": [__("Language cafés"), "purple"],
	Events: [__("Community Events"), "cyan"],
	"Interviews and Next Steps": [__("Interviews and Next Steps"), "pink"],
	Promises: [__("Promises"), "light-blue"],
});

function show(page, kinds) {
	const hidden = new Set(stored());
	const switches = $(
		`<div class="rs-agenda-kinds" role="group" aria-label="${__("What is shown")}"></div>`
	).appendTo(page.main);
	const calendar = new Agenda({
		parent: $("<div class='rs-agenda'></div>").appendTo(page.main),
		page,
		get_events_method: `${METHODS}.get_events`,
		field_map: {
			id: "name",
			start: "start",
			end: "end",
			title: "title",
			tooltip: "tooltip",
			allDay: "all_day",
			convertToUserTz: "convert_to_user_tz",
		},
		// What Frappe's calendar asks its list for.
		list_view: { filter_area: { get: () => [...hidden] } },
		options: calendar_options(),
	});
	for (const kind of kinds) {
		const [label, colour] = looks()[kind];
		const button = $(`<button type="button"></button>`).text(label).appendTo(switches);
		const paint = () =>
			button
				.attr("class", `indicator-pill ${hidden.has(kind) ? "rs-agenda-off" : colour}`)
				.attr("aria-pressed", String(!hidden.has(kind)));
		paint();
		button.on("click", () => {
			hidden.has(kind) ? hidden.delete(kind) : hidden.add(kind);
			paint();
			store(hidden);
			calendar.refetch();
		});
	}
	return calendar;
}

/** A list on a phone, where a month is seven narrow stripes; nothing is dragged: deadlines and duties follow their own rules. */
function calendar_options() {
	const is_narrow = window.innerWidth < 768;
	const nothing = __("Nothing is coming up here.");
	const views = { [AHEAD]: { type: "list", duration: { days: 31 }, buttonText: __("List") } };
	const common = { editable: false, selectable: false, views };
	if (frappe.FullCalendar) {
		return {
			...common,
			noEventsContent: nothing,
			headerToolbar: {
				left: "prev,title,next",
				center: "",
				right: `today,dayGridMonth,dayGridWeek,${AHEAD}`,
			},
			// Frappe 16 asks the calendar which DocType an event is of; here each is of its own.
			eventClick: ({ event }) =>
				frappe.set_route("Form", event.extendedProps.doctype, event.id),
			buttonHints: { prev: __("Previous"), next: __("Next"), today: __("Today") },
			viewHint: "$0",
			...(is_narrow && { initialView: AHEAD }),
		};
	}
	return {
		...common,
		noEventsMessage: nothing,
		header: { left: "prev, title, next", right: `today, month, agendaWeek, ${AHEAD}` },
		buttonText: {
			today: __("Today"),
			month: __("Month"),
			week: __("Week"),
			day: __("Day"),
		},
		eventLimit: 6,
		...(is_narrow && { defaultView: AHEAD, height: "auto" }),
	};
}

class Agenda extends frappe.views.Calendar {
	/** The menu of Frappe's calendars leads to other apps' calendars as well. */
	make_page() {}

	make() {
		super.make();
		this.footnote_area.empty();
		this.$wrapper.find(".fc-prev-button").attr("aria-label", __("Previous"));
		this.$wrapper.find(".fc-next-button").attr("aria-label", __("Next"));
		this.is_made = true;
	}

	prepare_events(events) {
		for (const event of events) {
			const kind = looks()[event.kind][0];
			event.tooltip = event.is_urgent
				? `${kind} (${__("overdue")}): ${event.title}`
				: `${kind}: ${event.title}`;
		}
		return super.prepare_events(events).map((event) => ({ ...event, editable: false }));
	}

	/** The colours of the switches above, in the dark as well. */
	prepare_colors(event) {
		const colour = event.is_urgent ? "red" : looks()[event.kind][1];
		event.backgroundColor = `var(--bg-${colour})`;
		event.textColor = `var(--text-on-${colour})`;
		return event;
	}

	refetch() {
		if (!this.is_made) return;
		if (this.fullCalendar) this.fullCalendar.refetchEvents();
		else this.$cal.fullCalendar("refetchEvents");
	}
}

function stored() {
	try {
		const kinds = JSON.parse(localStorage.getItem(HIDDEN) || "[]");
		return Array.isArray(kinds) ? kinds : [];
	} catch {
		return [];
	}
}

function store(hidden) {
	try {
		localStorage.setItem(HIDDEN, JSON.stringify([...hidden]));
	} catch {
		// A browser that keeps nothing shows everything again next time.
	}
}
