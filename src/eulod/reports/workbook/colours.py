"""The colours of cells: conditional formats whose formula says whose they are, so that no cell's own style changes.

Source: ECMA-376 part 1, 18.3.1.18 conditionalFormatting
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any

from lxml import etree

from eulod.reports.workbook.grid import reference
from eulod.reports.workbook.notes import Cell, CellNote
from eulod.reports.workbook.package import Package, local, space
from eulod.validation.report import Severity

_FILLS = MappingProxyType({Severity.VIOLATION: "FFF8C9C4", Severity.WARNING: "FFFCE7B2", Severity.INFO: "FFCFE3F7"})
_OURS = re.compile(r'LEN\("eulod (?:violation|warning|info)"\)', re.IGNORECASE)
_USED = re.compile(rb'[dD]xfId="(\d+)"')
_AREAS = 500
_AFTER = frozenset(
    (
        "dataValidations",
        "hyperlinks",
        "printOptions",
        "pageMargins",
        "pageSetup",
        "headerFooter",
        "rowBreaks",
        "colBreaks",
        "customProperties",
        "cellWatches",
        "ignoredErrors",
        "smartTags",
        "drawing",
        "legacyDrawing",
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    )
)
_STYLES_AFTER = frozenset(("tableStyles", "colors", "extLst"))


def add_colours(package: Package, part: str, cells: Sequence[tuple[Cell, CellNote]]) -> None:
    """Colour cells by the gravest of their notes, above every conditional format that the sheet has."""
    gravest: dict[Cell, Severity] = {}
    for cell, note in cells:
        gravest[cell] = min(gravest.get(cell, note.severity), note.severity, key=lambda one: one.rank)
    sheet = package.edited(part)
    formats = [
        (severity, areas)
        for severity in Severity
        for areas in _areas(cell for cell, grade in gravest.items() if grade is severity)
    ]
    for rule in _rules(sheet):
        rule.set("priority", str(int(rule.get("priority")) + len(formats)))
    position = next((n for n, child in enumerate(sheet) if local(child) in _AFTER), len(sheet))
    for priority, (severity, areas) in enumerate(formats, start=1):
        sheet.insert(position, _format(sheet, areas, severity, priority, _style(package, severity)))
        position += 1


def remove_colours(package: Package, part: str) -> None:
    """Take eulod's conditional formats away, and let the others move up again."""
    if b"eulod" not in package.looked_at(part):
        return
    sheet = package.edited(part)
    ours = [rule for rule in _rules(sheet) if _OURS.search("".join(rule.itertext()))]
    for rule in ours:
        parent = rule.getparent()
        parent.remove(rule)
        if not any(local(child) == "cfRule" for child in parent):
            parent.getparent().remove(parent)
    left = list(_rules(sheet))
    if all(int(rule.get("priority")) > len(ours) for rule in left):
        for rule in left:
            rule.set("priority", str(int(rule.get("priority")) - len(ours)))


def remove_unused_styles(package: Package) -> None:
    """Take eulod's styles of conditional formats away where they are the last in their list and nothing uses them."""
    styles = _styles(package)
    if styles is None or not any(_is_ours(style) for style in package.tree(styles).iter("{*}dxf")):
        return
    listed = _listed(package.edited(styles))
    names = [name for name in package.names() if name.startswith("xl/") and name.endswith(".xml") and name != styles]
    used = {int(found) for name in names for found in _USED.findall(package.looked_at(name))}
    while len(listed) and len(listed) - 1 not in used and _is_ours(listed[-1]):
        listed.remove(listed[-1])
    listed.set("count", str(len(listed)))


def _rules(sheet: Any) -> Iterator[Any]:
    return (element for element in sheet.iter("{*}cfRule") if element.get("priority"))


def _areas(cells: Iterable[Cell]) -> Iterator[str]:
    """Cells as lists of areas, runs down a column in one, none of the lists too long for a spreadsheet program."""
    runs: list[str] = []
    ordered = sorted((column, row) for row, column in cells)
    numbered = enumerate(ordered)
    for _, run in groupby(numbered, key=lambda pair: (pair[1][0], pair[1][1] - pair[0])):
        listed = [place for _, place in run]
        (column, top), (_, bottom) = listed[0], listed[-1]
        first, last = reference((top, column)), reference((bottom, column))
        runs.append(first if first == last else f"{first}:{last}")
    for start in range(0, len(runs), _AREAS):
        yield " ".join(runs[start : start + _AREAS])


def _format(sheet: Any, areas: str, severity: Severity, priority: int, style: int) -> Any:
    main = space(sheet)
    found = etree.Element(f"{main}conditionalFormatting", sqref=areas)
    rule = etree.SubElement(found, f"{main}cfRule", type="expression", dxfId=str(style), priority=str(priority))
    etree.SubElement(rule, f"{main}formula").text = f'LEN("eulod {severity}")>0'
    return found


def _style(package: Package, severity: Severity) -> int:
    """The number of the style with a severity's colour, added to the workbook's list where it is missing."""
    styles = _styles(package)
    if styles is None:
        raise KeyError("styles")
    root = package.edited(styles)
    listed = _listed(root)
    if listed is None:
        listed = etree.Element(f"{space(root)}dxfs")
        root.insert(next((n for n, one in enumerate(root) if local(one) in _STYLES_AFTER), len(root)), listed)
    for number, style in enumerate(listed):
        if _colour(style) == _FILLS[severity] and _is_ours(style):
            return number
    main = space(root)
    fill = etree.SubElement(etree.SubElement(listed, f"{main}dxf"), f"{main}fill")
    etree.SubElement(etree.SubElement(fill, f"{main}patternFill"), f"{main}bgColor", rgb=_FILLS[severity])
    listed.set("count", str(len(listed)))
    return len(listed) - 1


def _styles(package: Package) -> str | None:
    workbook = package.related("", "officeDocument")
    found = package.related(workbook[1], "styles") if workbook else None
    return found[1] if found else None


def _listed(styles: Any) -> Any:
    return next((child for child in styles if local(child) == "dxfs"), None)


def _is_ours(style: Any) -> bool:
    return _colour(style) in _FILLS.values() and [local(child) for child in style] == ["fill"]


def _colour(style: Any) -> str:
    return next((colour.get("rgb", "") for colour in style.iter("{*}bgColor")), "")
