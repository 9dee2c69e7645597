"""Six invented working lives as plain profiles: those of the demo, and what the PDFs are looked at with."""

from datetime import date

from refugee_support.career.profile import CareerProfile, Qualification, Skill, Station

ADDRESS = ("Beispielweg 5", "40699 Erkrath")


def languages(*spoken: tuple[str, str]) -> tuple[Skill, ...]:
	return tuple(
		Skill("Language", name, "" if level == "native" else level, is_native=level == "native")
		for name, level in spoken
	)


ELECTRICIAN = CareerProfile(
	name="Samir Beispiel",
	occupation="Elektroniker für Energie- und Gebäudetechnik",
	intro="Elektriker mit neun Jahren Erfahrung in Gebäudeinstallation und Schaltschrankbau.",
	address_lines=ADDRESS,
	phone="0211 0000001",
	email="samir.beispiel@example.com",
	work_permission="unbeschränkt",
	stations=(
		Station("Work", "Elektroinstallateur", "Werkstatt النور للكهرباء", "Aleppo", "Syrien", date(2008, 3, 1),
			date(2012, 7, 1), lines=("Hausinstallation in Neubauten", "Anleitung von zwei Auszubildenden")),
		Station("Work", "Selbstständiger Elektriker", "", "Aleppo", "Syrien", date(2012, 8, 1), date(2014, 9, 1)),
		Station("Explained Gap", "Flucht und Asylverfahren", from_date=date(2014, 10, 1), to_date=date(2016, 5, 1)),
		Station("Internship", "Elektroniker", "Elektro Muster GmbH", "Erkrath", "", date(2025, 2, 3),
			date(2025, 2, 28), precision="Day"),
		Station("Course", "Integrationskurs mit Berufssprachkurs B2", "VHS Erkrath", "Erkrath", "",
			date(2023, 1, 1), date(2024, 6, 1)),
		Station("Education", "Berufsschule, Elektrotechnik", "المعهد الصناعي", "Aleppo", "Syrien", date(2005, 1, 1),
			date(2008, 1, 1), precision="Year"),
		Station("Work", "Helfer in der Elektroinstallation", "Elektro Muster GmbH", "Erkrath", "",
			date(2025, 4, 1), is_ongoing=True, lines=("Leitungen verlegen", "Prüfprotokolle nach VDE")),
	),
	skills=(
		*languages(("Deutsch", "B2"), ("Arabisch", "native"), ("Englisch", "A2")),
		Skill("Skill", "VDE-Prüfung"), Skill("Computer", "MS Office"), Skill("Driving Licence", "Klasse B"),
	),
	qualifications=(
		Qualification("شهادة الثانوية المهنية في الكهرباء", "Elektroniker (Facharbeiterbrief)", "Industrieinstitut",
			"Syrien", date(2008, 6, 1), "Anerkennung: teilweise Gleichwertigkeit, IHK FOSA, 2024"),
	),
)  # fmt: skip
TEACHER = CareerProfile(
	name="Oksana Muster",
	occupation="Lehrerin für Mathematik und Physik",
	address_lines=ADDRESS,
	phone="0211 0000002",
	email="oksana.muster@example.com",
	work_permission="unbeschränkt (§ 24 AufenthG)",
	stations=(
		Station("Work", "Lehrerin für Mathematik", "Школа № 14", "Charkiw", "Ukraine", date(2010, 9, 1), date(2022, 3, 1),
			lines=("Klassen 5 bis 11", "Leitung der Mathematik-AG")),
		Station("Explained Gap", "Familienzeit", from_date=date(2022, 4, 1), to_date=date(2023, 1, 1)),
		Station("Volunteering", "Hausaufgabenhilfe", "Familienzentrum", "Erkrath", "", date(2023, 2, 1), is_ongoing=True),
	),
	skills=languages(("Ukrainisch", "native"), ("Russisch", "native"), ("Deutsch", "B1"), ("Englisch", "B2")),
	qualifications=(
		Qualification("Диплом спеціаліста, математика", "Lehramt Mathematik (Diplom)",
			"Харківський національний університет", "Ukraine", date(2010, 6, 30)),
	),
)  # fmt: skip
BEGINNER = CareerProfile(
	name="Yonas Vorlage",
	occupation="Küchenhilfe",
	address_lines=ADDRESS,
	phone="0211 0000003",
	work_permission="mit Zustimmung der Ausländerbehörde",
	stations=(
		Station("Work", "Landwirtschaft im Familienbetrieb", "", "Keren (ከረን)", "Eritrea", date(2006, 1, 1),
			date(2015, 1, 1), precision="Year"),
		Station("Course", "Alphabetisierungskurs", "VHS", "Mettmann", "", date(2024, 1, 1), is_ongoing=True),
	),
	skills=languages(("Tigrinya", "native"), ("Deutsch", "A1")),
)  # fmt: skip
STUDENT = CareerProfile(
	name="Laila Probe",
	occupation="Studentin der Informatik",
	address_lines=ADDRESS,
	email="laila.probe@example.com",
	stations=(
		Station("Education", "Informatik (ohne Abschluss)", "پوهنتون کابل", "Kabul", "Afghanistan", date(2018, 3, 1),
			date(2021, 8, 1)),
		Station("Education", "Studienkolleg, T-Kurs", "Hochschule", "Düsseldorf", "", date(2025, 9, 1), is_ongoing=True),
	),
	skills=(*languages(("Dari", "native"), ("Deutsch", "C1")), Skill("Computer", "Python, SQL")),
)  # fmt: skip
ENGINEER = CareerProfile(
	name="Çağrı Şahinoğlu",
	occupation="Maschinenbauingenieur",
	address_lines=ADDRESS,
	email="cagri@example.com",
	work_permission="Blaue Karte EU",
	stations=(
		Station("Work", "Konstruktionsingenieur", "Örnek Makina A.Ş.", "İzmir", "Türkei", date(2014, 5, 1),
			date(2023, 10, 1), lines=("Konstruktion mit SolidWorks", "Projektleitung, Team von fünf Personen")),
	),
	skills=(*languages(("Türkisch", "native"), ("Kurdisch", "native"), ("Deutsch", "B2")), Skill("Computer", "SolidWorks")),
	qualifications=(
		Qualification("Makine Mühendisliği Lisans Diploması", "Bachelor Maschinenbau",
			"Ege Üniversitesi", "Türkei", date(2013, 6, 1), "Zeugnisbewertung der ZAB liegt vor"),
	),
)  # fmt: skip
NURSE = CareerProfile(
	name="Maryam Entwurf",
	occupation="Gesundheits- und Krankenpflegerin",
	address_lines=ADDRESS,
	phone="0211 0000006",
	work_permission="unbeschränkt",
	stations=(
		Station("Work", "Krankenpflegerin, Innere Medizin", "بیمارستان نمونه", "Schiras", "Iran", date(2012, 4, 1),
			date(2021, 2, 1), lines=("Grund- und Behandlungspflege", "Schichtleitung")),
		Station("Internship", "Hospitation", "Klinikum", "Hilden", "", date(2025, 1, 1), date(2025, 3, 1)),
	),
	skills=languages(("Persisch", "native"), ("Deutsch", "B2")),
	qualifications=(
		Qualification("کارشناسی پرستاری", "Bachelor Pflege", "دانشگاه علوم پزشکی شیراز", "Iran", date(2012, 1, 1),
			"Anerkennung beantragt, Kenntnisprüfung am Klinikum"),
	),
)  # fmt: skip
PEOPLE = {
	"electrician": ELECTRICIAN,
	"teacher": TEACHER,
	"beginner": BEGINNER,
	"student": STUDENT,
	"engineer": ENGINEER,
	"nurse": NURSE,
}
