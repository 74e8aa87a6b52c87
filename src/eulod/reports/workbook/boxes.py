"""The boxes in which comments show, drawn in VML beside the sheet; others' drawings in the same part stay as written.

Source: ECMA-376 part 4, 19.4 SpreadsheetML drawing
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from lxml import etree

from eulod.reports.workbook.notes import Cell
from eulod.reports.workbook.package import Package, local, space

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AFTER = frozenset(
    ["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"]
)
_HEAD = """\
<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
"""
_TYPE = """\
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"""
_BOX = """\
<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:260pt;height:90pt;z-index:{order};\
visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>\
<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>\
<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>\
<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>\
<x:Anchor>{left}, 15, {top}, 4, {right}, 31, {bottom}, 9</x:Anchor><x:AutoFill>False</x:AutoFill>\
<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"""
_SHAPE = re.compile(r"<v:shape\s.*?</v:shape>", re.DOTALL)
_NUMBER = re.compile(r'id="_x0000_s(\d+)"')
_PLACE = re.compile(r"<x:(Row|Column)>\s*(\d+)\s*</x:\1>")
_END = re.compile(r"(?=</xml>\s*\Z)")


def add_boxes(package: Package, part: str, cells: Collection[Cell]) -> None:
    """Draw a box for each cell, hidden until the pointer is over the cell."""
    if not cells:
        return
    name = _drawing(package, part)
    text = package.looked_at(name).decode()
    kind = "" if 'id="_x0000_t202"' in text else _TYPE
    first = max((int(number) for number in _NUMBER.findall(text)), default=1024) + 1
    boxes = "".join(_box(cell, first + n) for n, cell in enumerate(cells))
    package.texts[name] = _END.sub(lambda _: f"{kind}{boxes}", text).encode()


def remove_boxes(package: Package, part: str, cells: Collection[Cell]) -> None:
    """Take the boxes of these cells away, and the drawing when nothing is left in it."""
    found = _drawn(package, part)
    if found is None or not cells:
        return
    id_, name = found
    text = _SHAPE.sub(lambda shape: "" if _cell(shape[0]) in cells else shape[0], package.looked_at(name).decode())
    package.texts[name] = text.encode()
    if "<v:shape " not in text and "<v:shape\n" not in text and "<v:group" not in text:
        package.unrelate(part, id_)
        package.remove(name)
        sheet = package.edited(part)
        for element in [child for child in sheet if local(child) == "legacyDrawing"]:
            sheet.remove(element)


def _drawing(package: Package, part: str) -> str:
    """The part that a sheet's comments are drawn in, made where it is missing."""
    found = _drawn(package, part)
    if found is not None:
        return found[1]
    sheet = package.edited(part)
    name = package.free_name("xl/drawings/vmlDrawing{}.vml")
    package.add_text(name, f"{_HEAD}</xml>", extension="vml", content_type=_CONTENT_TYPE)
    made: Any = etree.Element(f"{space(sheet)}legacyDrawing", nsmap={"r": _OFFICE})
    made.set(f"{{{_OFFICE}}}id", package.relate(part, "vmlDrawing", name))
    sheet.insert(next((n for n, child in enumerate(sheet) if local(child) in _AFTER), len(sheet)), made)
    return name


def _drawn(package: Package, part: str) -> tuple[str, str] | None:
    """The drawing that a sheet's comments are in: the id of its reference, and the part."""
    element = next((child for child in package.tree(part) if local(child) == "legacyDrawing"), None)
    ids = () if element is None else element.attrib.values()
    return next(((id_, name) for id_, _, name in package.relations(part) if id_ in ids), None)


def _box(cell: Cell, number: int) -> str:
    row, column = cell[0] - 1, cell[1] - 1
    sides = {"left": column + 1, "right": column + 5, "top": max(row - 1, 0), "bottom": max(row - 1, 0) + 6}
    return _BOX.format(number=number, order=number - 1024, row=row, column=column, **sides)


def _cell(shape: str) -> Cell | None:
    """The cell of a comment's box; None for any other drawing."""
    place = {name: int(number) for name, number in _PLACE.findall(shape)}
    is_note = 'ObjectType="Note"' in shape and place.keys() == {"Row", "Column"}
    return (place["Row"] + 1, place["Column"] + 1) if is_note else None
