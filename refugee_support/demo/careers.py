"""Help with job applications for six of the invented people: an electrician, a teacher, somebody who never went to
school, a student, an engineer and a nurse, each at another stage (plan/careers.py has their working lives)."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import frappe
from frappe.model.workflow import apply_workflow

from refugee_support.career import cv, profile
from refugee_support.career.engine import EngineMissing, FontsMissing
from refugee_support.career.loading import profile_of
from refugee_support.demo.applications import responsible
from refugee_support.demo.clients import language, link
from refugee_support.demo.plan.careers import PEOPLE
from refugee_support.demo.plan.model import Person, World
from refugee_support.demo.registry import Registry, existing, record_name
from refugee_support.setup.traces import remove as remove_rows

SUPPORT, HELPER = "Application Support", "bewerbung@example.org"
# In the order in which they are removed: what names another record first.
RECORDS = (
	"Client Application Folder",
	"Client Cover Letter",
	"Client CV",
	"Client Job Application",
	"Application Support Talk",
	"Client Qualification",
	"Client Career Skill",
	"Client Career Station",
)
LANGUAGES = {
	"Arabisch": "ar", "Dari": "prs", "Deutsch": "de", "Englisch": "en", "Kurdisch": "ku", "Persisch": "fa",
	"Russisch": "ru", "Tigrinya": "ti", "Türkisch": "tr", "Ukrainisch": "uk",
}  # fmt: skip
PROFILE, PAPERS, READY, APPLY = "Begin Profile", "Collect Certificates", "Papers Are Ready", "Begin Applying"
Days = dict[str, int]  # field -> days from the day of the demo


@dataclass(frozen=True)
class Help:
	"""What is done for one of them, and how far it is."""

	key: str  # of PEOPLE
	origin: str
	gender: str
	arrived: int  # about which year: the client whose arrival is nearest has this working life
	goal: str
	begun: int  # days from the day of the demo, as all days here
	stages: tuple[str, ...] = ()
	talks: tuple[tuple[int, int, str], ...] = ()  # day, minutes, channel
	next_step: tuple[str, int] | None = None
	recognition: tuple[dict[str, Any], Days] | None = None  # of the first qualification
	sent: tuple[tuple[dict[str, Any], Days], ...] = ()
	result: tuple[dict[str, Any], Days] | None = None
	design: str = ""  # of the CV that is made


REFUSED = {
	"employer": "Haustechnik Muster & Söhne",
	"position": "Elektroniker",
	"source": "On Our Own Initiative",
	"channel": "E-Mail",
	"outcome": "Refused",
	"suspicious_refusal": 1,
	"grounds": "Am Telefon gesagt: Mit diesem Namen stellen wir niemanden ein.",
}
HELPS = (
	Help(
		"electrician", "Syria", "Male", 2016, "Arbeit als Elektroniker, am liebsten in Erkrath oder Hilden", -120,
		(PROFILE, PAPERS, READY, APPLY), ((-118, 60, "Office"), (-80, 45, "Office"), (-20, 20, "Telephone")),
		("Vorstellungsgespräch üben", 4),
		({"procedure": "Recognition", "decision": "Partial", "recognition_authority": "IHK FOSA",
			"reference_occupation": "Elektroniker für Energie- und Gebäudetechnik",
			"condition": "Anpassungsqualifizierung Sicherheitsvorschriften", "grant": "Anerkennungszuschuss"},
			{"applied_on": -400, "documents_complete_on": -380, "decided_on": -290}),
		(
			({"employer": "Elektro Beispiel GmbH", "position": "Elektroniker", "source": "Job Board",
				"channel": "E-Mail", "outcome": "Interview"}, {"sent_on": -24, "confirmed_on": -20, "interview_on": 6}),
			({"employer": "Stadtwerke Musterstadt", "position": "Helfer Netzbau", "source": "Company Website",
				"channel": "Online Form"}, {"sent_on": -17}),
			(REFUSED, {"sent_on": -30, "answered_on": -9}),
		),
		design="Classic",
	),
	Help(
		"teacher", "Ukraine", "Female", 2022, "Seiteneinstieg als Lehrerin für Mathematik", -75,
		(PROFILE, PAPERS), ((-75, 50, "Office"), (-40, 30, "Video")), ("Diplom übersetzen lassen", 8),
		({"procedure": "Statement of Comparability", "recognition_authority": "ZAB", "anabin_status": "H+",
			"anabin_degree": "Corresponds", "costs": 208}, {"applied_on": -35}),
		design="Modern",
	),
	Help(
		"beginner", "Eritrea", "Male", 2017, "Eine erste feste Stelle in einer Küche", -20,
		(PROFILE,), ((-20, 40, "Office"),), ("Gesundheitszeugnis beantragen", 3),
	),
	Help(
		"student", "Afghanistan", "Female", 2022, "Werkstudentin neben dem Studienkolleg", -60,
		(PROFILE, PAPERS, READY), ((-60, 30, "Office"), (-12, 30, "E-Mail")),
		sent=(({"employer": "Softwarehaus Probe AG", "position": "Werkstudentin", "source": "Job Fair",
			"next_step": "Anschreiben fertig machen", "next_step_on": 2}, {}),),
	),
	Help(
		"engineer", "Turkey", "Male", 2023, "Konstruktion im Maschinenbau", -200,
		(PROFILE, PAPERS, READY, APPLY), ((-200, 60, "Office"), (-150, 45, "Office"), (-90, 20, "Telephone")),
		recognition=({"procedure": "Statement of Comparability", "decision": "Full", "recognition_authority": "ZAB",
			"anabin_status": "H+", "anabin_degree": "Equivalent"}, {"applied_on": -190, "decided_on": -110}),
		sent=(({"employer": "Maschinenbau Exempel GmbH", "position": "Konstrukteur", "source": "Job Board",
			"channel": "Online Form", "outcome": "Offer"}, {"sent_on": -80, "interview_on": -60, "answered_on": -45}),),
		result=({"result": "Job", "result_employer": "Maschinenbau Exempel GmbH", "hours_per_week": 40,
			"found_through": "Our Team"}, {"result_on": -25}),
	),
	Help(
		"nurse", "Iran", "Female", 2023, "Arbeit als Pflegefachfrau nach der Kenntnisprüfung", -150,
		(PROFILE, PAPERS), ((-150, 60, "Office"), (-100, 30, "Accompaniment")), ("Bei der Stelle nachfragen", 1),
		({"procedure": "Recognition", "recognition_authority": "Bezirksregierung Münster", "is_regulated": 1,
			"reference_occupation": "Pflegefachfrau"}, {"applied_on": -140, "documents_complete_on": -120}),
	),
)  # fmt: skip


def career_names(world: World) -> list[str]:
	return [record_name("application support", help_.key) for help_, _person in told(world)]


def create_careers(world: World, registry: Registry) -> int:
	there = existing(SUPPORT, career_names(world))
	made = 0
	for help_, person in told(world):
		if record_name("application support", help_.key) not in there:
			_Maker(help_, world, registry.client(person.number)).make()
			made += 1
	return made


def told(world: World) -> list[tuple[Help, Person]]:
	"""Each with the grown-up of that origin and gender who came nearest to the year; who has none is left out."""
	found: list[tuple[Help, Person]] = []
	for help_ in HELPS:
		fitting = [
			person
			for person in world.people
			if person.status == "Active" and person.is_adult
			and (person.nationality, person.gender) == (help_.origin, help_.gender)
		]  # fmt: skip
		if fitting:
			found.append(
				(help_, min(fitting, key=lambda one: (abs(one.arrived.year - help_.arrived), one.number)))
			)
	return found


@dataclass
class _Maker:
	help_: Help
	world: World
	client: str
	number: int = field(default=0)

	def make(self) -> None:
		support = self.support()
		self.records()
		for action in self.help_.stages:
			support = apply_workflow(frappe.get_doc(SUPPORT, support.name), action)
		if self.help_.result:
			facts, days = self.help_.result
			support = frappe.get_doc(SUPPORT, support.name).update({**facts, **self.days(days)})
			apply_workflow(support.save(), "Record Result")
		if self.help_.design:
			self.cv(support.name)

	def day(self, offset: int) -> Any:
		return self.world.today + timedelta(offset)

	def days(self, days: Days) -> dict[str, Any]:
		clock = {"interview_on": " 10:00:00"}
		return {name: f"{self.day(offset)}{clock.get(name, '')}" for name, offset in days.items()}

	def support(self) -> Any:
		help_, life = self.help_, PEOPLE[self.help_.key]
		helps = HELPER in {helper.email for helper in self.world.helpers}
		next_step, day = help_.next_step or ("", None)
		return frappe.get_doc(
			{
				"doctype": SUPPORT,
				"client": self.client,
				"goal": help_.goal,
				"begun_on": self.day(help_.begun),
				"responsible": responsible(self.world),
				"occupation": life.occupation,
				"intro": life.intro,
				"next_step": next_step,
				"next_step_on": self.day(day) if day is not None else None,
				"helpers": [{"helper": HELPER, "from_date": self.day(help_.begun)}] if helps else [],
			}
		).insert(set_name=record_name("application support", help_.key))

	def add(self, doctype: str, **values: Any) -> Any:
		self.number += 1
		support = record_name("application support", self.help_.key)
		document = frappe.get_doc({"doctype": doctype, "application_support": support, **values})
		return document.insert(set_name=record_name("career", f"{self.help_.key}-{self.number}"))

	def records(self) -> None:
		life = PEOPLE[self.help_.key]
		for station in life.stations:
			self.station(station)
		for skill in life.skills:
			self.skill(skill)
		for place, one in enumerate(life.qualifications):
			self.qualification(one, first=place == 0)
		for day, minutes, channel in self.help_.talks:
			self.add("Application Support Talk", talk_on=self.day(day), minutes=minutes, channel=channel)
		for facts, days in self.help_.sent:
			known = {**facts}
			if "next_step_on" in known:
				known["next_step_on"] = self.day(known["next_step_on"])
			self.add("Client Job Application", **known, **self.days(days))

	def station(self, one: profile.Station) -> None:
		self.add(
			"Client Career Station",
			kind=one.kind,
			title=one.title,
			organisation=one.organisation,
			place=one.place,
			country=link("Country", self.help_.origin) if one.country else "",
			from_date=one.from_date,
			to_date=one.to_date,
			is_ongoing=int(one.is_ongoing),
			date_precision=one.precision,
			description="\n".join(one.lines),
			show_in_cv=1,
		)

	def skill(self, one: profile.Skill) -> None:
		spoken = one.kind == profile.LANGUAGE
		code = language(LANGUAGES[one.name]) if spoken else ""
		self.add(
			"Client Career Skill",
			kind=one.kind if code or not spoken else profile.SKILL,
			skill=None if code else one.name,
			language=code or "",
			cefr_level=one.cefr_level if code else None,
			is_native=int(one.is_native and bool(code)),
			remark=one.remark,
			show_in_cv=1,
		)

	def qualification(self, one: profile.Qualification, *, first: bool) -> None:
		facts, days = self.help_.recognition or ({}, {})
		procedure = {**facts, **self.days(days)} if first else {}
		self.add(
			"Client Qualification",
			title_original=one.title_original,
			german_equivalent=one.german_equivalent,
			institution=one.institution,
			country=link("Country", self.help_.origin),
			awarded_on=one.awarded_on,
			**procedure,
		)

	def cv(self, support: str) -> None:
		"""A site without the fonts or libraries gets a demo without papers."""
		try:
			paper = cv.make(
				profile_of(frappe.get_doc(SUPPORT, support)), design=self.help_.design, today=self.world.today
			)
		except (EngineMissing, FontsMissing):
			return
		made = self.add("Client CV", note="Erste Fassung")
		made.keep_pdf(paper.pdf, "Lebenslauf.pdf", design=self.help_.design, pages=paper.pages)


def remove_careers(clients: list[str]) -> None:
	"""With what visitors of the demo wrote for its clients, and what statistics and the workflow keep of it."""
	from refugee_support.demo.removal import erase

	of_clients = {"client": ["in", [*clients, ""]]}
	for doctype in (*RECORDS, SUPPORT):
		names = frappe.get_all(doctype, of_clients, pluck="name")
		source = {"source_doctype": doctype, "source_name": ["in", [*names, ""]]}
		frappe.db.delete("Service Record", source)
		remove_rows("Workflow Action", "reference_name", names)
		erase(doctype, names)
