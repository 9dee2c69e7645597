"""How long a CV takes, beside WeasyPrint on the bare HTML of it. By hand, on any bench:

<bench>/env/bin/python tests/benchmark/career.py
"""

import re
import sys
import warnings
from datetime import date
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "site")]
warnings.simplefilter("ignore")

import weasyprint  # noqa: E402
from career_people import with_stations  # noqa: E402

from refugee_support.career import cv  # noqa: E402

TODAY = date(2026, 11, 25)
ROUNDS, LIMIT = 5, 3.0


def main() -> None:
	profile = with_stations(20)
	bare = re.sub(
		r"<style>.*?</style>", "", cv.html_of(profile, design="Classic", today=TODAY), flags=re.DOTALL
	)
	weasyprint.HTML(string=bare).write_pdf()  # fonts are found once a process
	ours = best(lambda: cv.make(profile, design="Classic", today=TODAY))
	alone = best(lambda: weasyprint.HTML(string=bare).write_pdf())
	print(f"20 stations: {ours:.2f} s, WeasyPrint on the bare HTML {alone:.2f} s, {ours / alone:.1f} times")
	sys.exit(ours / alone > LIMIT)


def best(work: object) -> float:
	times = []
	for _ in range(ROUNDS):
		began = perf_counter()
		work()
		times.append(perf_counter() - began)
	return min(times)


if __name__ == "__main__":
	main()
