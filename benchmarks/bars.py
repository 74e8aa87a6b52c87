"""Bars as SVG: a row of panels, one for each figure, in each a bar for each name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

_COLOURS = ("#1b6ca8", "#5fa8d3", "#c8553d", "#8a8a8a", "#e0a030")
_LABELS, _WIDTH, _BAR, _GAP, _TOP = 190, 300, 16, 6, 40


@dataclass(frozen=True, slots=True)
class Panel:
    """A titled panel: for each row its bars, by name; None where there is no figure."""

    title: str
    rows: Mapping[str, Mapping[str, float | None]]


def drawn(panels: Sequence[Panel], names: Sequence[str]) -> str:
    """The panels side by side, one colour for each of `names`, as the text of an SVG file."""
    heights = [len(panel.rows) * (_BAR * len(names) + _GAP * 2) for panel in panels]
    width, height = len(panels) * (_LABELS + _WIDTH + 60), max(heights) + _TOP + 30
    parts = [_panel(panel, names, column * (_LABELS + _WIDTH + 60)) for column, panel in enumerate(panels)]
    legend = "".join(
        f'<rect x="{10 + n * 170}" y="{height - 18}" width="12" height="12" fill="{_COLOURS[n % len(_COLOURS)]}"/>'
        + _text(28 + n * 170, height - 8, name)
        for n, name in enumerate(names)
    )
    start = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
    return (
        f'{start}font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n{"".join(parts)}{legend}\n</svg>\n'
    )


def _panel(panel: Panel, names: Sequence[str], left: int) -> str:
    most = max((value or 0 for row in panel.rows.values() for value in row.values()), default=0) or 1
    lines, y = [_text(left + _LABELS, _TOP - 18, panel.title, weight="bold")], _TOP
    for label, row in panel.rows.items():
        lines.append(_text(left + _LABELS - 8, y + _BAR * len(names) / 2 + 4, label, anchor="end"))
        for number, name in enumerate(names):
            lines.append(_bar(left + _LABELS, y + number * _BAR, row.get(name), most, _COLOURS[number % len(_COLOURS)]))
        y += _BAR * len(names) + _GAP * 2
    return "\n".join(lines) + "\n"


def _bar(x: int, y: float, value: float | None, most: float, colour: str) -> str:
    if value is None:
        return _text(x + 4, y + 12, "stopped or failed")
    long = max(1, round(value / most * _WIDTH))
    rectangle = f'<rect x="{x}" y="{y + 1}" width="{long}" height="{_BAR - 2}" fill="{colour}"/>'
    return rectangle + _text(x + long + 4, y + 12, f"{value:,.4g}")


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}">{escape(text)}</text>'
