"""What an XLSX workbook says of itself: its sheets, shared texts and the formats of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eulod.errors import Place, SourceError
from eulod.sources.limits import too_large
from eulod.sources.xlsx_archive import Archive, no_workbook, part_name
from eulod.sources.xlsx_values import Kind, kind_of_format

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships}"
_CHARACTERS = 200_000_000
_BOOK = "xl/workbook.xml"
_TEXTS = "xl/sharedStrings.xml"


class UnknownSheet(SourceError):
    """A workbook has no sheet of the name or number that a source declares."""

    code = "S013"


@dataclass(frozen=True, slots=True)
class Workbook:
    """The part of each sheet by name, in order; the shared texts; what each style makes of numbers."""

    sheets: dict[str, str]
    texts: SharedTexts
    kinds: list[Kind]
    from_1904: bool

    def part(self, sheet: str | None, path: Path, place: Place) -> str:
        """The part of the sheet named, or numbered from 1; the first one by default. Raises UnknownSheet."""
        names = list(self.sheets)
        if sheet is None or sheet in self.sheets:
            return self.sheets[names[0] if sheet is None else sheet]
        if sheet.isdecimal() and 0 < int(sheet) <= len(names):
            return self.sheets[names[int(sheet) - 1]]
        problem = f"{path.name} has no sheet '{sheet}'; it has: {', '.join(names)}"
        raise UnknownSheet(problem, place=place, help="name one of them, or give its number from 1")


def read_workbook(archive: Archive) -> Workbook:
    """Read all but the sheets. Raises NoWorkbook, XmlSyntax, DoctypeRefused and TooLarge."""
    targets = _targets(archive)
    listed, from_1904 = _listed(archive)
    sheets = {name: targets[relation] for name, relation in listed if relation in targets}
    if not sheets:
        raise no_workbook("it has no sheet", archive.path)
    return Workbook(sheets, SharedTexts(archive), _kinds(archive), from_1904)


def _targets(archive: Archive) -> dict[str, str]:
    """The parts that the workbook is related to, by the id of the relation."""
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            found[attributes.get("Id", "")] = part_name(_BOOK, attributes.get("Target", ""))

    _parse(archive, "xl/_rels/workbook.xml.rels", start)
    return found


def _listed(archive: Archive) -> tuple[list[tuple[str, str]], bool]:
    """The name of each sheet with the id of its relation, and whether dates count from 1904."""
    found: list[tuple[str, str]] = []
    properties: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            relation = attributes.get(f"{_RELATIONS}id") or attributes.get(f"{_STRICT}id") or ""
            found.append((attributes.get("name", ""), relation))
        elif _local(name) == "workbookPr":
            properties.update(attributes)

    _parse(archive, _BOOK, start)
    return found, properties.get("date1904") in ("1", "true")


def _kinds(archive: Archive) -> list[Kind]:
    codes: dict[str, str] = {}
    formats: list[str] = []
    open_lists: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local in ("cellXfs", "cellStyleXfs"):
            open_lists.append(local)
        elif local == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "xf" and open_lists[-1:] == ["cellXfs"]:
            formats.append(attributes.get("numFmtId", "0"))

    if archive.has("xl/styles.xml"):
        _parse(archive, "xl/styles.xml", start)
    return [kind_of_format(int(number) if number.isdecimal() else 0, codes.get(number)) for number in formats]


class SharedTexts:
    """The texts that cells share, still escaped, read as far as they are asked for."""

    def __init__(self, archive: Archive) -> None:
        self._file = str(archive.path)
        self._found: list[str] = []
        self._pieces: list[str] = []
        self._reading: list[str] = []
        self._size = 0
        self._parsing = archive.parse(_TEXTS, start=self._start, end=self._end, text=self._text)
        if not archive.has(_TEXTS):
            self._parsing.close()

    def close(self) -> None:
        """Read no more."""
        self._parsing.close()

    def get(self, number: int) -> str | None:
        """The text of a number, None when there is none. Raises XmlSyntax, DoctypeRefused, NoWorkbook and TooLarge."""
        while number >= len(self._found):
            if next(self._parsing, None) is None:
                return None
        return self._found[number] if number >= 0 else None

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._reading.append(_local(name))

    def _text(self, piece: str) -> None:
        if self._reading[-1] == "t" and "rPh" not in self._reading:
            self._pieces.append(piece)

    def _end(self, name: str) -> None:
        self._reading.pop()
        if _local(name) == "si":
            self._found.append("".join(self._pieces))
            self._size += len(self._found[-1]) + 1
            self._pieces.clear()
            if self._size > _CHARACTERS:
                raise too_large("the shared texts have", _CHARACTERS, "characters", Place(self._file))


def _parse(archive: Archive, part: str, start: object) -> None:
    assert callable(start)
    for _ in archive.parse(part, start=start, end=lambda _: None, text=lambda _: None):
        pass


def _local(name: str) -> str:
    return name.rpartition("}")[2]
