"""Bars as SVG, drawn here: the pages are printed by programs that run no script."""

from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

WIDTH, LABELS, ROW, BAR = 660, 230, 24, 9
MOST = 14
NOW, BEFORE, GRID = "#2b5d8a", "#b7c9d9", "#cccccc"


def bars(
	labels: Sequence[str],
	now: Sequence[float | None],
	before: Sequence[float | None] | None,
	in_words: Callable[[float | None], str],
	words: Sequence[str] | None = None,
) -> Markup:
	"""Horizontal bars that begin at zero; what is withheld has a dot in place of a bar.

	`words`: what stands at each bar, where the length alone does not say it ("at least 12").
	"""
	labels, now = labels[:MOST], now[:MOST]
	most = max([value for value in (*now, *(before or ())[:MOST]) if value] or [1])
	room = WIDTH - LABELS - 60
	parts = []
	for place, label in enumerate(labels):
		top = place * ROW + 4
		parts.append(_text(LABELS - 8, top + 13, _short(label), "end"))
		values = [(now[place], NOW)] + ([(before[place], BEFORE)] if before else [])
		height = BAR if before else 2 * BAR - 2
		longest = 0.0
		for at, (value, colour) in enumerate(values):
			y, length = top + at * BAR, round((value or 0) / most * room, 1)
			longest = max(longest, length)
			bar = Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>')
			parts.append(bar.format(LABELS, y, length, height - 1, colour))
		parts.append(
			_text(LABELS + longest + 6, top + 13, words[place] if words else in_words(now[place]), "start")
		)
	tall = len(labels) * ROW + 8
	axis = Markup('<line x1="{0}" y1="0" x2="{0}" y2="{1}" stroke="{2}"/>').format(LABELS, tall, GRID)
	return Markup(
		'<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}">{2}{3}</svg>'
	).format(WIDTH, tall, Markup("").join(parts), axis)


def _text(x: float, y: float, text: str, anchor: str) -> Markup:
	return Markup(
		'<text x="{}" y="{}" font-size="12" font-family="sans-serif" fill="#222222" text-anchor="{}">{}</text>'
	).format(x, y, anchor, escape(text))


def _short(label: str) -> str:
	return label if len(label) <= 36 else f"{label[:35]}…"
