"""A profile becomes a CV: one or two pages, tabular, newest first. No frappe, no clock."""

from dataclasses import dataclass
from datetime import date

from refugee_support.career import engine
from refugee_support.career.profile import CareerProfile
from refugee_support.career.sections import sections_of, setting_for
from refugee_support.career.wording import german_date

DESIGNS = ("Classic", "Modern", "Plain")
DENSEST = 2


@dataclass(frozen=True)
class Paper:
	pdf: bytes
	pages: int


def html_of(profile: CareerProfile, *, design: str, today: date, density: int | None = None) -> str:
	"""The CV as a page of HTML: what the engine sets, and what the preview shows."""
	if design not in DESIGNS:
		raise ValueError(f"design is none of {DESIGNS}")
	sections = sections_of(profile)
	density = setting_for(sections, profile.intro).density if density is None else density
	return engine.page(
		"cv.html",
		profile=profile,
		contact=[part for part in (*profile.address_lines, profile.phone, profile.email) if part],
		sections=sections,
		design=design.lower(),
		density=density,
		today=german_date(today),
	)


def make(profile: CareerProfile, *, design: str, today: date) -> Paper:
	"""Set once; where the estimate was too hopeful, once more and tighter. 40 stations may need a third page: smaller
	print than 9 points nobody reads."""
	assets = {"photo": profile.photo} if profile.photo else {}
	setting = setting_for(sections_of(profile), profile.intro)
	density = setting.density
	while True:
		html = html_of(profile, design=design, today=today, density=density)
		laid_out = engine.document(html, assets)
		densest = DENSEST if setting.pages > 1 else DENSEST - 1
		if len(laid_out.pages) <= setting.pages or density >= densest:
			return Paper(laid_out.write_pdf(), len(laid_out.pages))
		density += 1
