"""A cover letter becomes a page by DIN 5008, form B."""

from refugee_support.career import engine
from refugee_support.career.cv import Paper
from refugee_support.career.letters import CoverLetter
from refugee_support.career.profile import CareerProfile
from refugee_support.career.wording import long_date


def html_of(letter: CoverLetter, profile: CareerProfile) -> str:
	sender = [part for part in (*profile.address_lines, profile.phone, profile.email) if part]
	return engine.page(
		"letter.html",
		letter=letter,
		profile=profile,
		sender=sender,
		return_line=" · ".join([profile.name, *profile.address_lines]),
		date=long_date(letter.letter_date),
	)


def make(letter: CoverLetter, profile: CareerProfile) -> Paper:
	laid_out = engine.document(html_of(letter, profile))
	return Paper(laid_out.write_pdf(), len(laid_out.pages))
