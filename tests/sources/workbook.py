"""Small XLSX files written part by part, so that they can be wrong in every way."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = f"""<styleSheet xmlns="{MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="46"/><xf numFmtId="21"/></cellXfs>
</styleSheet>"""
DATE, MOMENT, DURATION, TIME = 1, 2, 3, 4
"""Styles of cells."""


def letters(column: int) -> str:
    """The letters of a column, counted from 0."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def text(value: str) -> str:
    """A cell of text, but for its place."""
    return f't="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def number(value: str, style: int = 0) -> str:
    """A cell of a number, but for its place."""
    return f's="{style}"><v>{value}</v></c>'


def typed(kind: str, value: str) -> str:
    """A cell of another type: b, e, d, str."""
    return f't="{kind}"><v>{value}</v></c>'


def sheet(rows: Sequence[Sequence[str | None]], *, dimension: str = "A1", after: str = "", before: str = "") -> str:
    """A worksheet with these cells, None for a cell that is not there."""
    written = "".join(_row(number, cells) for number, cells in enumerate(rows, 1))
    start = f'{before}<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>'
    return f"{start}<sheetData>{written}</sheetData>{after}</worksheet>"


def _row(row: int, cells: Sequence[str | None]) -> str:
    return (
        f'<row r="{row}">'
        + "".join(f'<c r="{letters(column)}{row}" {cell}' for column, cell in enumerate(cells) if cell is not None)
        + "</row>"
    )


def parts(sheets: Mapping[str, str]) -> dict[str, str]:
    """The parts of a workbook whose sheets have these names."""
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in enumerate(sheets, 1)
    )
    styles = f'<Relationship Id="s" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    root = f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f"{relations}{root}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"{relations}{related}{styles}</Relationships>",
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{n}.xml": content for n, content in enumerate(sheets.values(), 1)},
    }


def write_workbook(path: Path, contents: Mapping[str, str]) -> Path:
    """Write the parts into an XLSX file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def table(path: Path, rows: Sequence[Sequence[str | None]]) -> Path:
    """An XLSX file with one sheet of texts; None leaves a cell out."""
    cells = [[None if value is None else text(value) for value in row] for row in rows]
    return write_workbook(path, parts({"Sheet1": sheet(cells)}))
