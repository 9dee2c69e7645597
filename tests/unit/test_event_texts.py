"""What guests read is there in every language, with the same blanks to fill."""

import csv
import re
from pathlib import Path

TABLE = Path(__file__).parents[2] / "refugee_support" / "events" / "texts.csv"


def test_every_text_for_guests_is_there_in_every_language_with_the_same_placeholders():
	rows = list(csv.DictReader(TABLE.open(encoding="utf-8", newline="")))
	assert len(rows) > 40
	assert len({row["key"] for row in rows}) == len(rows)
	for row in rows:
		assert set(row) == {"key", "de", "en", "ar", "uk"}
		assert all(text.strip() for text in row.values()), row["key"]
		blanks = [sorted(re.findall(r"\{\w+\}", row[language])) for language in ("de", "en", "ar", "uk")]
		assert blanks == [blanks[0]] * 4, row["key"]
