"""The owner's workbook given back: findings in its cells, the rest as it was, and nothing left when they are mended."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from eulod.annotating import NoOneWorkbook, sheet_notes
from eulod.errors import Place
from eulod.reports.workbook import CellNote, NotAWorkbook, SheetNotes, annotate
from eulod.sources.logical_source import LogicalSource
from eulod.validation.report import Finding, Report, Severity
from tests.programs import program
from tests.reports.workbooks import MAIN, PARTS, PICTURE, parts, saved

VIOLATION, WARNING, INFO = Severity
SHEET = "Projects & partners"
TITLE = CellNote(3, "title", WARNING, "The title says <too> little & ends.")
TOTAL = CellNote(3, "total", VIOLATION, "The amount is no number.")
COUNTRY = CellNote(6, "lead country", INFO, "The country is not known.")
ROW = CellNote(4, "", VIOLATION, "There is no title.")
NOTES = (TITLE, TOTAL, COUNTRY, ROW)
CHANGED = {
    "[Content_Types].xml",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The owner's workbook."""
    return saved(tmp_path / "projects.xlsx")


def noted(workbook: Path, *notes: CellNote, sheet: str | None = SHEET, header: int = 2, language: str = "en") -> Path:
    """The workbook with notes in one sheet."""
    target = workbook.with_name("noted.xlsx")
    annotate(workbook, target, [SheetNotes(sheet, header, notes)], language=language)
    return target


def comments(path: Path, part: str = "xl/comments1.xml") -> dict[str, str]:
    """The comments of a sheet, by cell."""
    root = etree.fromstring(parts(path)[part])
    return {one.get("ref"): "".join(one.itertext()).strip() for one in root.iter(f"{{{MAIN}}}comment")}


def colours(path: Path, part: str = "xl/worksheets/sheet1.xml") -> dict[str, str]:
    """The areas that conditional formats colour, with the colour."""
    content = parts(path)
    styles = list(etree.fromstring(content["xl/styles.xml"]).iter(f"{{{MAIN}}}dxf"))
    found = {}
    for one in etree.fromstring(content[part]).iter(f"{{{MAIN}}}conditionalFormatting"):
        (rule,) = one
        fill = styles[int(rule.get("dxfId"))].find(f".//{{{MAIN}}}bgColor")
        found[one.get("sqref")] = "" if fill is None else fill.get("rgb")
    return found


def canonical(content: bytes) -> bytes:
    """XML without what does not count; anything else as it is."""
    try:
        written: bytes = etree.tostring(etree.fromstring(content), method="c14n")
    except etree.XMLSyntaxError:
        return content
    return written


def test_each_note_is_a_comment_in_its_cell(workbook: Path) -> None:
    assert comments(noted(workbook, *NOTES)) == {
        "A3": "Ask about the title.\n\neulod: warning – The title says <too> little & ends.",
        "B3": "eulod: violation – The amount is no number.",
        "A4": "eulod: violation – There is no title.",
        "D6": "eulod: info – The country is not known.",
    }


def test_each_cell_has_the_colour_of_its_gravest_note(workbook: Path) -> None:
    more = CellNote(6, "lead country", WARNING, "also")
    assert colours(noted(workbook, *NOTES, more)) == {
        "B3:B9": "",
        "A4 B3": "FFF8C9C4",
        "A3 D6": "FFFCE7B2",
    }
    assert comments(noted(workbook, COUNTRY, more))["D6"].split("\n") == [
        "eulod: warning – also",
        "info – The country is not known.",
    ]


def test_everything_else_is_byte_for_byte_what_it_was(workbook: Path) -> None:
    before, after = parts(workbook), parts(noted(workbook, *NOTES))
    assert {name for name in before if before[name] != after[name]} <= CHANGED
    assert before.keys() == after.keys()
    assert after["xl/media/image1.png"] == PICTURE
    root = etree.fromstring(after["xl/worksheets/sheet1.xml"])
    assert root.findtext(f".//{{{MAIN}}}f") == "B3*2"
    assert [cell.get("s") for cell in root.iter(f"{{{MAIN}}}c")] == ["1", None, None, None, "1", None, None]


def test_the_owners_conditional_formats_keep_their_order_below(workbook: Path) -> None:
    root = etree.fromstring(parts(noted(workbook, *NOTES))["xl/worksheets/sheet1.xml"])
    rules = [(rule.get("type"), rule.get("priority")) for rule in root.iter(f"{{{MAIN}}}cfRule")]
    assert rules == [("cellIs", "4"), ("expression", "1"), ("expression", "2"), ("expression", "3")]
    names = [etree.QName(child).localname for child in root]
    assert names[-2:] == ["pageMargins", "legacyDrawing"]


def test_every_new_comment_has_a_box(workbook: Path) -> None:
    drawing = parts(noted(workbook, *NOTES))["xl/drawings/vmlDrawing1.vml"].decode()
    assert drawing.count("<v:shape ") == 4
    assert drawing.count("<v:shapetype ") == 1
    assert "not <br> closed" in drawing
    for row, column in ((2, 0), (2, 1), (3, 0), (5, 3)):
        assert f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column>" in drawing


@pytest.mark.parametrize("sheet", [SHEET, "Notes"])
def test_mended_and_run_again_nothing_is_left(workbook: Path, sheet: str) -> None:
    target = noted(workbook, *NOTES, sheet=sheet)
    assert parts(target) != parts(workbook)
    annotate(target, target, [])
    before, after = parts(workbook), parts(target)
    assert {name: canonical(text) for name, text in before.items()} == {
        name: canonical(text) for name, text in after.items()
    }


def test_a_second_run_replaces_the_notes_of_the_first(workbook: Path) -> None:
    once, again = noted(workbook, TOTAL).rename(workbook.with_name("once.xlsx")), workbook.with_name("again.xlsx")
    annotate(noted(workbook, *NOTES), again, [SheetNotes(SHEET, 2, (TOTAL,))])
    assert {name: canonical(text) for name, text in parts(again).items()} == {
        name: canonical(text) for name, text in parts(once).items()
    }


def test_comments_and_colours_of_others_are_never_taken(tmp_path: Path) -> None:
    theirs = PARTS["xl/comments1.xml"].replace("Ask about", "As eulod says, ask about")
    workbook = saved(tmp_path / "projects.xlsx", {"xl/comments1.xml": theirs})
    target = noted(workbook, *NOTES)
    annotate(target, target, [])
    assert comments(target) == {"A3": "As eulod says, ask about the title."}


def test_a_sheet_without_comments_gets_its_parts(workbook: Path) -> None:
    after = parts(noted(workbook, CellNote(1, "kept", INFO, "here"), sheet="Notes", header=1))
    assert after.keys() - parts(workbook).keys() == {
        "xl/comments2.xml",
        "xl/drawings/vmlDrawing2.vml",
        "xl/worksheets/_rels/sheet2.xml.rels",
    }
    types = etree.fromstring(after["[Content_Types].xml"])
    assert [one.get("PartName") for one in types][-1] == "/xl/comments2.xml"
    assert b"legacyDrawing" in after["xl/worksheets/sheet2.xml"]


def test_rows_and_cells_may_have_no_numbers(tmp_path: Path) -> None:
    bare = PARTS["xl/worksheets/sheet1.xml"].replace('<row r="2">', "<row></row><row>").replace(' r="A2"', "")
    workbook = saved(tmp_path / "projects.xlsx", {"xl/worksheets/sheet1.xml": bare.replace(' r="B2"', "")})
    assert "B3" in comments(noted(workbook, TOTAL))


@pytest.mark.parametrize("sheet", [None, "1"])
def test_a_sheet_may_be_numbered_and_is_else_the_first(workbook: Path, sheet: str | None) -> None:
    assert "A1" in comments(noted(workbook, CellNote(1, "", INFO, "x"), sheet=sheet, header=1), "xl/comments2.xml")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "eulod: violation – x"),
        ("hu", "eulod: hiba – x"),
        ("fr", "eulod: erreur – x"),
        ("sv", "eulod: violation – x"),
    ],
)
def test_comments_are_in_the_language_of_their_readers(workbook: Path, language: str, text: str) -> None:
    assert comments(noted(workbook, CellNote(3, "total", VIOLATION, "x"), language=language))["B3"] == text


def test_the_same_notes_give_the_same_bytes(workbook: Path) -> None:
    first = noted(workbook, *NOTES).read_bytes()
    assert noted(workbook, *reversed(NOTES)).read_bytes() == first


def test_many_notes_stay_within_what_spreadsheets_take(workbook: Path) -> None:
    notes = [CellNote(row, "total", WARNING, f"number {row}") for row in range(3, 10_003, 2)]
    target = noted(workbook, *notes, *(CellNote(2, "total", INFO, f"{n}" * 400) for n in range(10)))
    assert len(comments(target)) == 5002
    assert max(len(text) for text in comments(target).values()) < 1600
    assert max(len(areas.split()) for areas in colours(target)) <= 500


@pytest.mark.parametrize("content", [b"", b"id,title\n", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "projects.xlsx"
    path.write_bytes(content)
    with pytest.raises(NotAWorkbook, match="no XLSX workbook"):
        annotate(path, tmp_path / "noted.xlsx", [])
    assert not (tmp_path / "noted.xlsx").exists()


def test_a_doctype_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + PARTS["xl/workbook.xml"].replace("Notes", "&a;")
    with pytest.raises(NotAWorkbook):
        annotate(saved(tmp_path / "p.xlsx", {"xl/workbook.xml": bomb}), tmp_path / "noted.xlsx", [])


def finding(**more: Any) -> Finding:
    """A finding in a workbook."""
    said = {"severity": WARNING, "message": "m", "source": "rows", "place": Place("p.xlsx", 7, 5, "total"), **more}
    return Finding(**said)


def test_findings_become_notes_of_the_sheet_that_they_were_read_from() -> None:
    options = {"sheet": SHEET, "header": "2"}
    source = LogicalSource("rows", "p.xlsx", "xlsx", Place("m.yml"), None, options)
    others = [finding(source="other"), finding(place=Place("q.xlsx", 7, 5, "total")), finding(place=None)]
    unknown = finding(code="L001", message="'X' is not in the table")
    notes = sheet_notes(source, Report((finding(), unknown, *others)), "p.xlsx", language="fr")
    assert (notes.sheet, notes.header) == (SHEET, 2)
    assert notes.notes == (
        CellNote(
            7, "total", WARNING, "Cette valeur n’est pas dans la table à laquelle la relier ('X' is not in the table)"
        ),
        CellNote(7, "total", WARNING, "m"),
    )
    assert NoOneWorkbook.code == "E022"


def test_libreoffice_opens_it_with_everything_in_it(workbook: Path, tmp_path: Path) -> None:
    office = program("soffice", "libreoffice", package="libreoffice-calc")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = noted(workbook, *NOTES, language="hu")
    command = [office, "--headless", profile, "--convert-to", "ods", "--outdir", str(tmp_path / "ods"), str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    with zipfile.ZipFile(tmp_path / "ods" / "noted.ods") as archive:
        content = archive.read("content.xml").decode()
    assert content.count("<office:annotation ") == 4
    assert "eulod: hiba – The amount is no number." in content
    assert "Ask about the title." in content
    assert 'table:formula="of:=[.B3]*2"' in content
    assert 'office:value="2500001"' in content
    assert "2,500,001" in content or "2500001" in content
    assert "LEN(&quot;eulod violation&quot;)" in content
    assert 'table:name="Notes"' in content
