"""The package that a workbook is: parts in a zip archive, what they contain, and how they refer to each other.

Source: ECMA-376 part 2, Open Packaging Conventions
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from lxml import etree

from eulod.errors import EulodError, Place

TYPES = "[Content_Types].xml"
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_EPOCH = (1980, 1, 1, 0, 0, 0)


class NotAWorkbook(EulodError):
    """A file that should be annotated is no XLSX workbook."""

    code = "E021"


class Package:
    """The parts of an open workbook; those that are changed are kept in memory until they are written."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self.archive = archive
        self.path = path
        self.trees: dict[str, Any] = {}
        self.texts: dict[str, bytes] = {}
        self.changed: set[str] = set()
        self.removed: set[str] = set()

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator[Package]:
        """Open the workbook at `path`. Raises NotAWorkbook when it is none, is damaged or declares a DOCTYPE."""
        try:
            with zipfile.ZipFile(path) as archive:
                yield cls(archive, path)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, etree.XMLSyntaxError) as error:
            raise not_a_workbook(path) from error

    def names(self) -> list[str]:
        """The parts that there are."""
        known = dict.fromkeys((*self.archive.namelist(), *self.trees, *self.texts))
        return [name for name in known if name not in self.removed]

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name in self.names()

    def tree(self, name: str) -> Any:
        """The root element of an XML part, to be read; what is changed in it is not written."""
        if name not in self.trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            root = etree.fromstring(self.archive.read(name), parser)
            if root.getroottree().docinfo.doctype:
                raise not_a_workbook(self.path)
            self.trees[name] = root
        return self.trees[name]

    def edited(self, name: str) -> Any:
        """The root element of an XML part that will be written as it then is."""
        self.changed.add(name)
        return self.tree(name)

    def looked_at(self, name: str) -> bytes:
        """The bytes of a part as they are now."""
        if name in self.changed:
            return _written(self.trees[name])
        return self.texts[name] if name in self.texts else self.archive.read(name)

    def add_tree(self, name: str, root: Any, content_type: str) -> None:
        """Add an XML part."""
        self.removed.discard(name)
        self.changed.add(name)
        self.trees[name] = root
        override = etree.SubElement(self.edited(TYPES), f"{{{_CONTENT_TYPES}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", content_type)

    def add_text(self, name: str, text: str, *, extension: str, content_type: str) -> None:
        """Add a part whose content type is that of its extension."""
        self.removed.discard(name)
        self.texts[name] = text.encode()
        types = self.edited(TYPES)
        if not any(entry.get("Extension", "").lower() == extension for entry in types):
            default = etree.Element(f"{{{_CONTENT_TYPES}}}Default")
            default.set("Extension", extension)
            default.set("ContentType", content_type)
            types.insert(0, default)

    def remove(self, name: str) -> None:
        """Remove a part and its content type; that of an extension goes with the last part that has it."""
        self.removed.add(name)
        self.changed.discard(name)
        self.trees.pop(name, None)
        self.texts.pop(name, None)
        extension = posixpath.splitext(name)[1]
        last = not any(posixpath.splitext(other)[1] == extension for other in self.names())
        types = self.edited(TYPES)
        for entry in list(types):
            if entry.get("PartName") == f"/{name}" or (last and entry.get("Extension") == extension.removeprefix(".")):
                types.remove(entry)

    def related(self, part: str, kind: str) -> tuple[str, str] | None:
        """The id and the part that `part` refers to as `kind`, such as `comments`; None when there is none."""
        return next(((id_, name) for id_, of, name in self.relations(part) if of == kind), None)

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """What `part` refers to inside of the package: id, kind, part."""
        name = _relations_of(part)
        if not self.has(name):
            return []
        entries = [entry for entry in self.tree(name) if entry.get("TargetMode") != "External"]
        return [(entry.get("Id"), entry.get("Type").rpartition("/")[2], _target(part, entry)) for entry in entries]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Make `part` refer to another part, and give the id of the reference."""
        name = _relations_of(part)
        if not self.has(name):
            self.removed.discard(name)
            self.trees[name] = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS})
        root = self.edited(name)
        taken = {entry.get("Id") for entry in root}
        id_ = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        entry = etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship")
        entry.set("Id", id_)
        entry.set("Type", _TYPE + kind)
        entry.set("Target", posixpath.relpath(target, posixpath.dirname(part)))
        return id_

    def unrelate(self, part: str, id_: str) -> None:
        """Forget one reference of `part`, and its list of references when it was the last."""
        name = _relations_of(part)
        root = self.edited(name)
        for entry in list(root):
            if entry.get("Id") == id_:
                root.remove(entry)
        if not len(root):
            self.remove(name)

    def free_name(self, pattern: str) -> str:
        """The first name such as `xl/comments{}.xml`, numbered from 1, that no part has."""
        taken = {name.lower() for name in (*self.names(), *self.removed)}
        return next(name for n in range(1, len(taken) + 2) if (name := pattern.format(n)).lower() not in taken)

    def write(self, stream: IO[bytes]) -> None:
        """Write every part, one at a time, in the order of the archive, new ones last."""
        known = {entry.filename: entry for entry in self.archive.infolist()}
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.names():
                entry = zipfile.ZipInfo(name, known[name].date_time if name in known else _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o600 << 16
                archive.writestr(entry, self.looked_at(name))


def not_a_workbook(path: Path) -> NotAWorkbook:
    """The error for a file that cannot be annotated."""
    help = "save it as an Excel workbook (.xlsx), without a password"
    return NotAWorkbook("this is no XLSX workbook, or a damaged one", place=Place(str(path)), help=help)


def local(element: Any) -> str:
    """The name of an element without its namespace; '' for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def space(element: Any) -> str:
    """The namespace of an element in braces, for the names of its children."""
    return f"{{{etree.QName(element).namespace}}}"


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(part: str, entry: Any) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), entry.get("Target"))).lstrip("/")


def _written(root: Any) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
