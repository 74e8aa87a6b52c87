"""A small workbook with much that must stay: formats, a formula, other comments, colours of its owner, a picture."""

from __future__ import annotations

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PICTURE = b"\x89PNG\r\n\x1a\n and the rest of a picture"

PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/><Default Extension="vml"
ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>
<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>
<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{_SPREADSHEET}.sharedStrings+xml"/>
<Override PartName="/xl/comments1.xml" ContentType="{_SPREADSHEET}.comments+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"
Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>
<sheet name="Notes" sheetId="1" r:id="rId2"/>
<sheet name="Projects &amp; partners" sheetId="2" r:id="rId1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>
<Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="rId4" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>""",
    "xl/worksheets/sheet1.xml": f"""<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><dimension ref="A1:D6"/>
<cols><col min="1" max="1" width="31.5" customWidth="1"/></cols><sheetData>
<row r="2"><c r="A2" t="s" s="1"><v>0</v></c><c r="B2" t="s"><v>1</v></c>
<c r="D2" t="inlineStr"><is><t> lead country </t></is></c></row>
<row r="3"><c r="A3" t="inlineStr"><is><t>Green squares</t></is></c><c r="B3" s="1"><v>1250000.5</v></c></row>
<row r="4"><c r="B4"><f>B3*2</f><v>2500001</v></c></row>
<row r="6"><c r="A6" t="inlineStr"><is><t>Local trains</t></is></c></row></sheetData>
<conditionalFormatting sqref="B3:B9"><cfRule type="cellIs" dxfId="0" priority="1" operator="lessThan">
<formula>0</formula></cfRule></conditionalFormatting>
<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>
<legacyDrawing r:id="rId1"/></worksheet>""",
    "xl/worksheets/_rels/sheet1.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>
<Relationship Id="rId2" Type="{OFFICE}/comments" Target="../comments1.xml"/>
<Relationship Id="rId3" Type="{OFFICE}/hyperlink" Target="https://example.org/" TargetMode="External"/>
</Relationships>""",
    "xl/worksheets/sheet2.xml": f"""<worksheet xmlns="{MAIN}"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>kept</t></is></c></row>
</sheetData></worksheet>""",
    "xl/styles.xml": f"""<styleSheet xmlns="{MAIN}"><numFmts count="1">
<numFmt numFmtId="164" formatCode="#,##0.00"/></numFmts>
<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs>
<dxfs count="1"><dxf><font><b/></font></dxf></dxfs></styleSheet>""",
    "xl/sharedStrings.xml": f"""<sst xmlns="{MAIN}" count="2" uniqueCount="2"><si><r><t>ti</t></r><r><t>tle</t></r>
<rPh sb="0" eb="1"><t>x</t></rPh></si><si><t>total</t></si></sst>""",
    "xl/comments1.xml": f"""<comments xmlns="{MAIN}"><authors><author>Owner</author></authors><commentList>
<comment ref="A3" authorId="0"><text><r><t>Ask about the title.</t></r></text></comment>
</commentList></comments>""",
    "xl/drawings/vmlDrawing1.vml": """<xml xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"></v:shapetype>
<v:shape id="_x0000_s1025" type="#_x0000_t202" style='visibility:hidden'>
<v:textbox><div>not <br> closed</div></v:textbox>
<x:ClientData ObjectType="Note"><x:Row>2</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>
""",
}


def saved(path: Path, changes: dict[str, str] | None = None) -> Path:
    """The workbook in a file, some parts of it changed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (PARTS | (changes or {})).items():
            archive.writestr(name, text if name.endswith(".vml") else _HEAD + text)
        archive.writestr("xl/media/image1.png", PICTURE)
    return path


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
