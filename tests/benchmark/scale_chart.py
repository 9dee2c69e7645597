"""How time grows with the number of records, as an SVG: both axes logarithmic, a line for each measure."""

from collections.abc import Iterable
from html import escape
from math import ceil, floor, log10
from typing import Any

WIDTH, HEIGHT = 860, 480
LEFT, TOP, RIGHT, BOTTOM = 70, 40, 270, 50
# Told apart without colours, too: by dashes (Okabe and Ito's colours).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
SHOWN = (
	"Search: whole name, counsellor",
	"Search: other spelling, counsellor",
	"List of Client, counsellor",
	"List of Client, volunteer",
	"Form of a client, counsellor",
	"Saving a consultation",
	"Report: Demand over Time",
)


def draw(figures: Iterable[Any]) -> str:
	lines = {what: [one for one in figures if one.what == what] for what in SHOWN}
	lines = {what: some for what, some in lines.items() if some}
	points = [
		point
		for some in lines.values()
		for one in some
		for point in ((one.records, one.ours), (one.records, one.theirs))
	]
	x, y = (
		_axis([p[0] for p in points], LEFT, WIDTH - RIGHT),
		_axis([p[1] for p in points], HEIGHT - BOTTOM, TOP),
	)
	parts = [
		f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
		f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
		_text(
			LEFT,
			20,
			"Milliseconds by number of Service Records (clients: a tenth). Dashed: plain Frappe or bare SQL",
		),
		*_grid(x, y, points),
	]
	for number, (what, some) in enumerate(lines.items()):
		colour = COLOURS[number % len(COLOURS)]
		parts.append(_line([(x(one.records), y(one.ours)) for one in some], colour))
		parts.append(_line([(x(one.records), y(one.theirs)) for one in some], colour, "5 4"))
		row = TOP + 20 + number * 22
		parts.append(f'<rect x="{WIDTH - RIGHT + 20}" y="{row - 9}" width="14" height="8" fill="{colour}"/>')
		parts.append(_text(WIDTH - RIGHT + 40, row, what))
	return "\n".join([*parts, "</svg>", ""])


def _axis(values: list[float], begin: int, end: int) -> Any:
	low, high = floor(log10(min(values))), ceil(log10(max(values)))
	return lambda value: begin + (end - begin) * (log10(value) - low) / (high - low)


def _grid(x: Any, y: Any, points: list[tuple[float, float]]) -> Iterable[str]:
	for power in range(floor(log10(min(p[0] for p in points))), ceil(log10(max(p[0] for p in points))) + 1):
		at = x(10**power)
		yield f'<line x1="{at:.0f}" y1="{TOP}" x2="{at:.0f}" y2="{HEIGHT - BOTTOM}" stroke="#ddd"/>'
		yield _text(at, HEIGHT - BOTTOM + 18, f"{10**power:,}", "middle")
	for power in range(floor(log10(min(p[1] for p in points))), ceil(log10(max(p[1] for p in points))) + 1):
		at = y(10**power)
		yield f'<line x1="{LEFT}" y1="{at:.0f}" x2="{WIDTH - RIGHT}" y2="{at:.0f}" stroke="#ddd"/>'
		yield _text(LEFT - 8, at + 4, f"{10**power:,}" if power >= 0 else str(10**power), "end")


def _line(points: list[tuple[float, float]], colour: str, dashes: str = "none") -> str:
	path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
	return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
	return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(text)}</text>'
