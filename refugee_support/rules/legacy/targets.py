"""What an old database can hold that this app has a place for, and under which headings it is found."""

from collections.abc import Iterator
from dataclasses import dataclass

# kind: id, parent (legacy id of another target), parents, text, long, name, date, birth, minutes, check, choice, link,
# links, user, history (a characteristic as it was on the day of the row)


@dataclass(frozen=True)
class Field:
	"""A place for one column."""

	name: str
	kind: str
	label: str
	headings: tuple[str, ...]
	of: str = ""  # DocType of a link, target of a parent, kind of known spellings of a choice
	required: bool = False


@dataclass(frozen=True)
class Target:
	"""A DocType, and what of it comes from an old database. In the order in which they are written."""

	doctype: str
	label: str
	names: tuple[str, ...]  # of sheets and tables
	fields: tuple[Field, ...]

	def field(self, name: str) -> Field | None:
		return next((field for field in self.fields if field.name == name), None)


def _field(name: str, kind: str, label: str, headings: str, of: str = "", required: bool = False) -> Field:
	return Field(name, kind, label, tuple(text.strip() for text in headings.split("|")), of, required)


_HISTORY = (
	_field(
		"residence_status",
		"history",
		"Residence Status",
		"Aufenthaltsstatus|Status|Aufenthalt|Aufenthaltstitel|Residence Status|Titel",
		"Residence Status",
	),
	_field(
		"benefit_law",
		"history",
		"Benefit Law",
		"Leistung|Leistungsbezug|Leistungen|Bezug|Benefit Law|Benefits|Rechtskreis",
		"Benefit Law",
	),
	_field(
		"german_level",
		"history",
		"Level of German",
		"Deutsch|Deutschniveau|Sprachniveau|Deutschkenntnisse|Level of German|German|Niveau",
		"German Level",
	),
	_field(
		"employment_status",
		"history",
		"Employment",
		"Arbeit|Beschäftigung|Erwerbsstatus|Beruflicher Status|Employment|Tätigkeit|Arbeitssituation",
		"Employment Status",
	),
	_field("municipality", "history", "Municipality", "Ort|Wohnort|Stadt|Gemeinde|Municipality|City|Town"),
	_field(
		"accommodation",
		"history",
		"Accommodation",
		"Unterkunft|Wohnform|Wohnsituation|Accommodation|Unterbringung",
		"Accommodation",
	),
)
HOUSEHOLD = Target(
	"Client Household",
	"Households",
	(
		"familien",
		"familie",
		"haushalte",
		"haushalt",
		"families",
		"households",
		"tblfamilie",
		"bedarfsgemeinschaften",
	),
	(
		_field(
			"legacy_id",
			"id",
			"Old Number",
			"ID|Nr|Nr.|Nummer|Familien-ID|Familien-Nr|FamilienNr|Fam-Nr|FamID|Haushalts-ID|Haushaltsnr|Family ID|Household ID|Lfd. Nr.",
		),
		_field(
			"household_name",
			"name",
			"Household",
			"Name|Familie|Familienname|Haushalt|Bezeichnung|Family|Family Name|Household",
			required=True,
		),
		_field(
			"part_of",
			"parent",
			"Part of Household (Old Number)",
			"Gehört zu|Hauptfamilie|Übergeordnete Familie|Part Of|Parent Family|Gehört zu Familie",
			"Client Household",
		),
	),
)
CLIENT = Target(
	"Client",
	"Clients",
	(
		"klienten",
		"klient",
		"personen",
		"person",
		"ratsuchende",
		"teilnehmer",
		"clients",
		"people",
		"kunden",
		"stammdaten",
		"tblklienten",
		"tblpersonen",
	),
	(
		_field(
			"legacy_id",
			"id",
			"Old Number",
			"ID|Nr|Nr.|Nummer|Klienten-ID|Klient-ID|KlientID|KlientNr|Klienten-Nr|Klient-Nr.|Personen-ID|PersonID|Client ID|Person ID|Lfd. Nr.|Lfd Nr|Aktenzeichen|Kennziffer",
		),
		_field("first_name", "name", "First Name", "Vorname|Vornamen|First Name|Given Name|Rufname"),
		_field(
			"last_name",
			"name",
			"Last Name",
			"Nachname|Name|Familienname|Zuname|Last Name|Surname|Family Name",
		),
		_field(
			"full_name",
			"name",
			"Full Name",
			"Vor- und Nachname|Name, Vorname|Nachname, Vorname|Name Vorname|Vollständiger Name|Full Name|Klient|Client",
		),
		_field(
			"native_name",
			"name",
			"Name in Native Script",
			"Name (Originalschrift)|Originalname|Name arabisch|Native Name|Name in Originalschrift",
		),
		_field(
			"date_of_birth",
			"birth",
			"Date of Birth",
			"Geburtsdatum|Geb.|Geb.-Datum|Geb.datum|geboren|geboren am|GebDat|Date of Birth|Birth Date|DOB|Geburtstag|Geburtsjahr|Jahrgang",
		),
		_field("gender", "link", "Gender", "Geschlecht|Gender|Sex|m/w|w/m/d|m/w/d|Anrede", "Gender"),
		_field(
			"nationality",
			"link",
			"Nationality",
			"Nationalität|Staatsangehörigkeit|Herkunft|Herkunftsland|Land|Nationality|Country|Staatsangeh.|Country of Origin",
			"Country",
		),
		_field(
			"second_nationality",
			"link",
			"Second Nationality",
			"2. Nationalität|Zweite Staatsangehörigkeit|Second Nationality",
			"Country",
		),
		_field(
			"arrival_date",
			"date",
			"Arrived in Germany On",
			"Einreise|Einreisedatum|In Deutschland seit|Ankunft|Arrival|Arrival Date|Arrived On|in D seit",
		),
		_field(
			"household",
			"parent",
			"Household (Old Number)",
			"Familien-ID|Familien-Nr|FamilienNr|Fam-Nr|FamID|Familie|Haushalt|Haushalts-ID|Haushaltsnr|Family ID|Household ID|Household",
			"Client Household",
		),
		_field(
			"relation",
			"choice",
			"Role in the Household",
			"Rolle|Verwandtschaft|Stellung|Beziehung|Relation|Rolle in der Familie|Familienstellung",
			"Relation",
		),
		_field(
			"main_language",
			"link",
			"Language",
			"Sprache|Muttersprache|Sprachen|Language|Mother Tongue|Erstsprache",
			"Language",
		),
		_field(
			"interpreter_needed",
			"check",
			"Interpreter Needed",
			"Dolmetscher|Dolmetscher nötig|Dolmetscherbedarf|Interpreter|Interpreter Needed",
		),
		_field(
			"mobile_no",
			"text",
			"Telephone",
			"Telefon|Tel.|Tel|Handy|Mobil|Telefonnummer|Phone|Telephone|Mobile|Handynummer",
		),
		_field("email_id", "text", "E-Mail", "E-Mail|Email|Mail|E-Mail-Adresse"),
		_field("street", "text", "Street and Number", "Straße|Strasse|Str.|Adresse|Anschrift|Street|Address"),
		_field("postal_code", "text", "Postal Code", "PLZ|Postleitzahl|Postal Code|ZIP"),
		*_HISTORY,
		_field(
			"status_since",
			"date",
			"Residence Status Since",
			"Status seit|Erteilt am|Titel seit|Status Since|Aufenthaltsstatus seit",
		),
		_field(
			"status_until",
			"date",
			"Residence Status Valid Until",
			"Gültig bis|Titel gültig bis|Befristet bis|Status bis|Valid Until|Ablaufdatum",
		),
		_field(
			"occupation",
			"text",
			"Occupation Learned or Exercised",
			"Beruf|Erlernter Beruf|Occupation|Profession",
		),
		_field(
			"status",
			"choice",
			"Status",
			"Fallstatus|Aktiv|Akte|Aktenstatus|Client Status|Case Status",
			"Client Status",
		),
		_field(
			"closed_on",
			"date",
			"Closed On",
			"Beendet am|Abgeschlossen am|Geschlossen am|Closed On|Ende der Beratung",
		),
		_field(
			"referral_source",
			"text",
			"Heard of Us Through",
			"Zugang|Vermittelt durch|Kontakt über|Referral Source|Zugangsweg",
		),
	),
)
CONSULTATION = Target(
	"Consultation",
	"Consultations",
	(
		"beratungen",
		"beratung",
		"kontakte",
		"gespräche",
		"consultations",
		"contacts",
		"dokumentation",
		"beratungsgespräche",
		"tblberatung",
		"tblkontakte",
	),
	(
		_field(
			"legacy_id",
			"id",
			"Old Number",
			"ID|Nr|Nr.|Nummer|Beratungs-ID|BeratungsID|Beratungs-Nr|Kontakt-ID|KontaktID|Consultation ID|Lfd. Nr.|Lfd Nr",
		),
		_field(
			"client",
			"parent",
			"Client (Old Number)",
			"Klient|Klienten-ID|Klient-ID|KlientID|KlientNr|Klienten-Nr|Klient-Nr.|Personen-ID|PersonID|Client ID|Client|Person|Person ID",
			"Client",
		),
		_field(
			"consultation_date",
			"date",
			"Date",
			"Datum|Beratungsdatum|Kontaktdatum|Gesprächsdatum|am|Tag|Date|Consultation Date",
			required=True,
		),
		_field(
			"duration_minutes",
			"minutes",
			"Duration (Minutes)",
			"Dauer|Minuten|Dauer (Min)|Dauer (Min.)|Dauer in Minuten|Zeit|Duration|Minutes|Min.|Zeitaufwand",
		),
		_field(
			"main_topic",
			"link",
			"Main Topic",
			"Thema|Hauptthema|Anliegen|Beratungsthema|Themen|Topic|Main Topic|Inhalt",
			"Counselling Topic",
			True,
		),
		_field(
			"other_topics",
			"links",
			"Other Topics",
			"Weitere Themen|Thema 2|2. Thema|Nebenthemen|Other Topics",
			"Counselling Topic",
		),
		_field(
			"activities",
			"links",
			"Activities",
			"Tätigkeit|Tätigkeiten|Was wurde getan|Activities|Leistung erbracht|Maßnahme",
			"Counselling Activity",
		),
		_field(
			"channel",
			"choice",
			"Channel",
			"Kontaktart|Art|Art des Kontakts|Kanal|Weg|Channel|Kontaktweg|Beratungsart",
			"Channel",
		),
		_field("result", "link", "Result", "Ergebnis|Resultat|Result|Outcome|Stand", "Consultation Result"),
		_field(
			"summary",
			"long",
			"Summary",
			"Bemerkung|Bemerkungen|Notiz|Notizen|Zusammenfassung|Beschreibung|Summary|Notes|Kommentar|Text",
		),
		_field(
			"confidential_note",
			"long",
			"Confidential Note",
			"Vertraulich|Vertrauliche Notiz|Confidential Note|Confidential|Vertraulicher Vermerk",
		),
		_field(
			"counsellor",
			"user",
			"Counsellor",
			"Berater|Beraterin|Berater/in|Berater*in|Berater:in|Mitarbeiter|Mitarbeiterin|Counsellor|Staff|Bearbeiter|MA",
			"User",
		),
		_field("language", "link", "Language", "Sprache|Beratungssprache|Language", "Language"),
		_field(
			"interpreter",
			"choice",
			"Interpreter",
			"Dolmetscher|Sprachmittlung|Interpreter|Dolmetschung",
			"Interpreter",
		),
		_field(
			"family_members",
			"parents",
			"Family Members Also Counselled (Old Numbers)",
			"Weitere Personen|Mitberatene|Familienmitglieder|Family Members|auch beraten",
			"Client",
		),
		_field(
			"funding_programme",
			"link",
			"Funding Programme",
			"Programm|Förderprogramm|Projekt|Funding Programme|Finanzierung",
			"Funding Programme",
		),
		_field(
			"anonymous_gender", "link", "Gender (Anonymous Contact)", "Geschlecht|Gender|m/w/d|m/w", "Gender"
		),
		_field(
			"anonymous_nationality",
			"link",
			"Nationality (Anonymous Contact)",
			"Nationalität|Herkunft|Herkunftsland|Staatsangehörigkeit|Nationality",
			"Country",
		),
		*_HISTORY,
	),
)
APPLICATION = Target(
	"Authority Application",
	"Applications",
	("anträge", "antrag", "applications", "behördenanträge", "tblantrag"),
	(
		_field(
			"legacy_id",
			"id",
			"Old Number",
			"ID|Nr|Nr.|Nummer|Antrags-ID|AntragsID|Antrags-Nr|Application ID|Lfd. Nr.",
		),
		_field(
			"client",
			"parent",
			"Client (Old Number)",
			"Klient|Klienten-ID|Klient-ID|KlientID|KlientNr|Klienten-Nr|Antragsteller|Antragstellerin|Personen-ID|PersonID|Client ID|Client|Person",
			"Client",
			True,
		),
		_field(
			"application_type",
			"link",
			"Application Type",
			"Antragsart|Art|Art des Antrags|Antrag|Leistung|Application Type|Type",
			"Application Type",
			True,
		),
		_field("authority", "link", "Authority", "Behörde|Amt|Stelle|Authority|Office", "Public Authority"),
		_field(
			"reference_number",
			"text",
			"File Number of the Authority",
			"Aktenzeichen|Az.|AZ|BG-Nummer|BG-Nr|Kundennummer|Reference Number|File Number",
		),
		_field(
			"submitted_on",
			"date",
			"Filed On",
			"Gestellt am|Antragsdatum|Eingereicht am|Abgegeben am|Filed On|Submitted On|Datum",
		),
		_field(
			"decided_on",
			"date",
			"Decided On",
			"Entschieden am|Bescheid vom|Bescheiddatum|Decided On|Bewilligt am",
		),
		_field("outcome", "choice", "Outcome", "Ergebnis|Entscheidung|Bescheid|Outcome|Result", "Outcome"),
		_field("approved_from", "date", "Approved From", "Bewilligt ab|Bewilligt von|Approved From"),
		_field("approved_until", "date", "Approved Until", "Bewilligt bis|Approved Until"),
		_field("notes", "long", "Notes", "Bemerkung|Bemerkungen|Notiz|Notizen|Notes|Kommentar"),
	),
)
TARGETS = {target.doctype: target for target in (HOUSEHOLD, CLIENT, CONSULTATION, APPLICATION)}


def coded_fields() -> Iterator[tuple[Target, Field]]:
	"""Fields whose old values are translated into ours."""
	for target in TARGETS.values():
		for field in target.fields:
			if field.of and field.kind in ("choice", "link", "links", "history", "user"):
				yield target, field
