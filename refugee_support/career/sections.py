"""The order of a German tabular CV: which section, which row, newest first. Pure Python."""

from dataclasses import dataclass
from datetime import date

from refugee_support.career import profile as p
from refugee_support.career.right_to_left import within_german
from refugee_support.career.wording import language_level, period, place_of

# Sections of stations in the order an employer looks for them
_STATIONS = (
	("Berufserfahrung", (p.WORK, p.INTERNSHIP)),
	("Schule, Ausbildung und Studium", (p.EDUCATION,)),
	("Weiterbildung", (p.COURSE,)),
	("Ehrenamt", (p.VOLUNTEERING,)),
	("Weitere Zeiten", (p.GAP,)),
)
_EARLIEST = date.min
LINES_OF_A_PAGE = 46  # in the roomy form


@dataclass(frozen=True)
class Row:
	"""What stands left (a period, a word) and right of it, in reading order."""

	left: str
	title: str
	subtitle: str = ""
	lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
	title: str
	rows: tuple[Row, ...]
	is_list: bool = False  # words beside words, as languages: nothing in bold


def sections_of(profile: p.CareerProfile) -> tuple[Section, ...]:
	"""The sections that have something to say."""
	# Somebody who never went to a workplace begins with what there is: empty sections are left out, not printed empty.
	made = [_stations(title, kinds, profile) for title, kinds in _STATIONS[:3]]
	made[1:1] = [_qualifications(profile)]
	made += [_languages(profile), _knowledge(profile)]
	made += [_stations(title, kinds, profile) for title, kinds in _STATIONS[3:]]
	return tuple(section for section in made if section.rows)


def antichronological(stations: list[p.Station]) -> list[p.Station]:
	"""What goes on first, then by its end, then by its beginning; what has no date at all comes last."""

	def key(station: p.Station) -> tuple[bool, date, date]:
		begun = station.from_date or _EARLIEST
		return station.is_ongoing, station.to_date or begun, begun

	return sorted(stations, key=key, reverse=True)


def _stations(title: str, kinds: tuple[str, ...], profile: p.CareerProfile) -> Section:
	chosen = antichronological([station for station in profile.stations if station.kind in kinds])
	rows = [Row(period(station), _title(station), place_of(station), station.lines) for station in chosen]
	return Section(title, tuple(rows))


def _title(station: p.Station) -> str:
	"""An internship among the jobs says that it is one."""
	if station.kind == p.INTERNSHIP and "prakti" not in station.title.casefold():
		return f"Praktikum: {station.title}" if station.title else "Praktikum"
	return station.title or station.organisation


def _qualifications(profile: p.CareerProfile) -> Section:
	newest = sorted(profile.qualifications, key=lambda one: one.awarded_on or _EARLIEST, reverse=True)
	return Section("Berufsabschlüsse", tuple(_qualification(one) for one in newest))


def _qualification(one: p.Qualification) -> Row:
	"""The German equivalent is what a German reader understands: it stands first, the original under it."""
	original = one.title_original if one.german_equivalent else ""
	where = ", ".join(within_german(part) for part in (one.institution, one.country) if part)
	lines = (
		[f"Im Original: {within_german(original)}"] if original and original != one.german_equivalent else []
	)
	lines += [one.recognition] if one.recognition else []
	title = one.german_equivalent or one.title_original
	return Row(f"{one.awarded_on:%m/%Y}" if one.awarded_on else "", title, where, tuple(lines))


def _languages(profile: p.CareerProfile) -> Section:
	"""Native languages first, then the best."""
	spoken = [skill for skill in profile.skills if skill.kind == p.LANGUAGE]
	spoken.sort(key=lambda skill: (not skill.is_native, _reversed_level(skill.cefr_level), skill.name))
	return Section("Sprachen", tuple(Row(skill.name, language_level(skill)) for skill in spoken), True)


def _reversed_level(level: str) -> int:
	return -p.CEFR_LEVELS.index(level) if level in p.CEFR_LEVELS else 1


def _knowledge(profile: p.CareerProfile) -> Section:
	words = ((p.SKILL, "Fachlich"), (p.COMPUTER, "EDV"), (p.DRIVING_LICENCE, "Führerschein"))
	rows = []
	for kind, word in words:
		named = [skill for skill in profile.skills if skill.kind == kind]
		if named:
			texts = [f"{skill.name} ({skill.remark})" if skill.remark else skill.name for skill in named]
			rows.append(Row(word, ", ".join(texts)))
	return Section("Kenntnisse", tuple(rows), True)


@dataclass(frozen=True)
class Setting:
	"""How tightly to set at first, 0 roomy to 2 with everything about a job in two lines, and how many pages to aim at."""

	density: int
	pages: int


def setting_for(sections: tuple[Section, ...], intro: str = "") -> Setting:
	"""Estimated from the lines there are; the engine sets once more, tighter, where it was too hopeful."""
	lines = 12 + len(intro) // 85
	for section in sections:
		lines += 2
		for row in section.rows:
			lines += 1 + bool(row.subtitle) + sum(1 + len(line) // 75 for line in row.lines)
	if lines <= LINES_OF_A_PAGE:
		return Setting(0, 1)
	if lines <= 1.4 * LINES_OF_A_PAGE:  # rather tight than three lines on a second page
		return Setting(1, 1)
	return Setting(0 if lines <= 2 * LINES_OF_A_PAGE else 1 if lines <= 2.5 * LINES_OF_A_PAGE else 2, 2)
