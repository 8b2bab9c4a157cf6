"""Reliability diagrams: how often answers of a confidence are right, drawn as one SVG.

DeGroot and Fienberg, "The Comparison and Evaluation of Forecasters", 1983.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

Bins = Sequence[Sequence[float]]

_SIDE: Final = 150
_MARGIN: Final = 34
_CELL: Final = _SIDE + 2 * _MARGIN
_COLUMNS: Final = 4


def diagrams(sets: Mapping[str, Bins]) -> str:
    """One panel for each set: share right over confidence, from 0 to 1; the diagonal is ideal.

    Bins are rows of (number of answers, mean confidence, share right).
    """
    columns = min(_COLUMNS, max(1, len(sets)))
    rows = -(-len(sets) // columns)
    width, height = columns * _CELL, max(1, rows) * _CELL
    panels = (
        f'<g transform="translate({at % columns * _CELL + _MARGIN},'
        f'{at // columns * _CELL + _MARGIN})">{"".join(_panel(name, bins))}</g>'
        for at, (name, bins) in enumerate(sets.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" font-family="sans-serif" font-size="11">'
        "<title>Reliability diagrams</title>"
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(panels)}</svg>\n'
    )


def _panel(name: str, bins: Bins) -> Iterator[str]:
    yield f'<text x="0" y="-8" fill="#222">{escape(name)}</text>'
    yield f'<rect width="{_SIDE}" height="{_SIDE}" fill="#f6f7f9" stroke="#8a8f98"/>'
    yield f'<path d="M0 {_SIDE}L{_SIDE} 0" stroke="#8a8f98" stroke-dasharray="4 3"/>'
    places = [(_SIDE * confidence, _SIDE * (1 - right)) for _, confidence, right in bins]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="1.5"/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="#1f5fa8"/>'
    for at, label in ((0, "0"), (_SIDE / 2, "0.5"), (_SIDE, "1")):
        yield f'<text x="{at}" y="{_SIDE + 13}" text-anchor="middle" fill="#555">{label}</text>'
        yield f'<text x="-5" y="{_SIDE - at + 4}" text-anchor="end" fill="#555">{label}</text>'
    yield (
        f'<text x="{_SIDE / 2}" y="{_SIDE + 26}" text-anchor="middle" fill="#555">confidence</text>'
    )
