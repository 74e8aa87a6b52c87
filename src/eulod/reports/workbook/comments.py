"""The comments of a sheet: their texts in one part, the boxes that show them in another.

Source: ECMA-376 part 1, 18.7 comments; part 4, 19 VML, which spreadsheet programs still demand for them
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from eulod.reports.workbook.boxes import add_boxes, remove_boxes
from eulod.reports.workbook.grid import cell_at, reference
from eulod.reports.workbook.notes import MARK, Cell
from eulod.reports.workbook.package import Package, local, space

AUTHOR = "eulod"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_BETWEEN = "\n\n"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ADDED = re.compile(rf"\s*{re.escape(MARK)}.*", re.DOTALL)


def add_comments(package: Package, part: str, texts: Mapping[Cell, str]) -> None:
    """Comment cells of a sheet that has no comments of eulod's; where a cell has its owner's, the text joins that."""
    root = _comments(package, part)
    listed = next(child for child in root if local(child) == "commentList")
    owners = {cell_at(comment.get("ref")): comment for comment in listed}
    author = _author(root)
    for cell, text in texts.items():
        if cell in owners:
            _run(_text(owners[cell]), _BETWEEN + text)
        else:
            comment = etree.Element(f"{space(root)}comment", ref=reference(cell), authorId=str(author))
            _run(etree.SubElement(comment, f"{space(root)}text"), text)
            listed.append(comment)
    listed[:] = sorted(listed, key=lambda comment: cell_at(comment.get("ref")))
    add_boxes(package, part, [cell for cell in texts if cell not in owners])


def remove_comments(package: Package, part: str) -> None:
    """Take eulod's comments away, and its words out of comments of others; a list that this empties goes too."""
    found = package.related(part, "comments")
    if found is None or MARK.strip().encode() not in package.looked_at(found[1]):
        return
    id_, name = found
    root = package.edited(name)
    listed = next(child for child in root if local(child) == "commentList")
    gone = [comment for comment in listed if _said(comment).lstrip().startswith(MARK.strip())]
    for comment in gone:
        listed.remove(comment)
    for comment in listed:
        _shorten(comment)
    remove_boxes(package, part, {cell_at(comment.get("ref")) for comment in gone})
    if not len(listed):
        package.unrelate(part, id_)
        package.remove(name)
    else:
        _forget_author(root)


def _comments(package: Package, part: str) -> Any:
    found = package.related(part, "comments")
    if found is not None:
        return package.edited(found[1])
    root = etree.Element(f"{{{_MAIN}}}comments", nsmap={None: _MAIN})
    etree.SubElement(root, f"{{{_MAIN}}}authors")
    etree.SubElement(root, f"{{{_MAIN}}}commentList")
    name = package.free_name("xl/comments{}.xml")
    package.add_tree(name, root, _CONTENT_TYPE)
    package.relate(part, "comments", name)
    return root


def _author(root: Any) -> int:
    authors = next(child for child in root if local(child) == "authors")
    names = [author.text for author in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{space(root)}author").text = AUTHOR
        return len(names)
    return names.index(AUTHOR)


def _forget_author(root: Any) -> None:
    """Take eulod off the list of authors where it is the last and wrote nothing that is left."""
    authors = next(child for child in root if local(child) == "authors")
    last = str(len(authors) - 1)
    used = any(comment.get("authorId") == last for comment in root.iter("{*}comment"))
    if len(authors) and authors[-1].text == AUTHOR and not used:
        authors.remove(authors[-1])


def _text(comment: Any) -> Any:
    return next(child for child in comment if local(child) == "text")


def _run(text: Any, said: str) -> None:
    plain = next((child for child in text if local(child) == "t"), None)
    if plain is not None:
        plain.text = (plain.text or "") + said
        plain.set(_SPACE, "preserve")
        return
    run = etree.SubElement(text, f"{space(text)}r")
    letters = etree.SubElement(run, f"{space(text)}t")
    letters.text = said
    letters.set(_SPACE, "preserve")


def _said(comment: Any) -> str:
    return "".join(letters.text or "" for letters in _text(comment).iter("{*}t"))


def _shorten(comment: Any) -> None:
    """Take what eulod added out of a comment: everything from its mark on."""
    found = False
    for letters in list(_text(comment).iter("{*}t")):
        said = letters.text or ""
        found = found or MARK.strip() in said
        kept = _ADDED.sub("", said) if MARK.strip() in said else "" if found else said
        letters.text = kept
        run = letters.getparent()
        if found and not kept and local(run) == "r":
            run.getparent().remove(run)
