"""XPath as far as eulod evaluates it: names, `@attribute`, `text()`, `.`, `[n]` and `*`; `//` in iterators only.

References become paths into the JSON text of a record, see `xml_records`.
Source: https://www.w3.org/TR/xpath-10/#path-abbrev
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from eulod.errors import Place
from eulod.sources.json import UnsupportedPath

TEXT = "#text"
"""The key of an element's string value in the JSON text of a record."""
_STEP = re.compile(r"(?P<at>@?)(?:(?P<prefix>[\w.\-]+):)?(?P<name>[\w.\-]+|\*)(?:\[(?P<position>[1-9][0-9]*)\])?")
_TEXT = "text()"
_XML = "http://www.w3.org/XML/1998/namespace"
_HELP = "use names, prefixes, @attribute, text(), ., [n] and *; `//` in iterators only"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an iterator: an expanded name or `*`, at which position among its like, and at any depth or not."""

    name: str
    position: int | None = None
    anywhere: bool = False

    def accepts(self, name: str) -> bool:
        """Say whether an element of this expanded name fits, wherever it stands."""
        return self.name in ("*", name)


def iterator_steps(text: str, namespaces: Mapping[str, str], place: Place) -> tuple[Step, ...]:
    """The steps of an absolute iterator. Raises UnsupportedPath.

    >>> iterator_steps("/items//p:item", {"p": "urn:p"}, Place("m.yml"))
    (Step(name='items', position=None, anywhere=False), Step(name='{urn:p}item', position=None, anywhere=True))
    """
    written = text.strip()
    parts = re.split("(/+)", written)
    if len(parts) < 3 or parts[0] or any(slash not in ("/", "//") for slash in parts[1::2]):
        raise _unsupported(text, place, "write an iterator from the root, such as /items/item or //item")
    return tuple(
        _iterator_step(text, part, slash == "//", namespaces, place)
        for slash, part in zip(parts[1::2], parts[2::2], strict=True)
    )


def _iterator_step(text: str, part: str, anywhere: bool, namespaces: Mapping[str, str], place: Place) -> Step:
    found = _STEP.fullmatch(part)
    if not found or found["at"] or (anywhere and found["position"]):
        raise _unsupported(text, place)
    position = int(found["position"]) if found["position"] else None
    return Step(_expanded(found, namespaces, place), position, anywhere)


def reference_path(text: str, namespaces: Mapping[str, str], place: Place) -> str:
    """A reference relative to a record as a path into its JSON text, to a string value. Raises UnsupportedPath.

    >>> reference_path("partner/@role", {}, Place("m.yml"))
    '$."partner"[*]."@role"'
    >>> reference_path("title[1]", {}, Place("m.yml"))
    '$."title"[0]."#text"'
    """
    steps = _relative(text)
    if steps and steps[-1].startswith("@"):
        return _elements(text, steps[:-1], namespaces, place) + _attribute(text, steps[-1], namespaces, place)
    if steps and steps[-1] == _TEXT:
        steps = steps[:-1]
    return _elements(text, steps, namespaces, place) + f'."{TEXT}"'


def nested_path(text: str, namespaces: Mapping[str, str], place: Place) -> str:
    """An iterator within a record as a path to the JSON texts of elements. Raises UnsupportedPath.

    >>> nested_path("partners/partner", {}, Place("m.yml"))
    '$."partners"[*]."partner"[*]'
    """
    return _elements(text, _relative(text), namespaces, place)


def _relative(text: str) -> list[str]:
    written = text.strip().removeprefix("./")
    return [] if written in (".", "") else written.split("/")


def _elements(text: str, steps: list[str], namespaces: Mapping[str, str], place: Place) -> str:
    return "$" + "".join(_element(text, step, namespaces, place) for step in steps)


def _element(text: str, step: str, namespaces: Mapping[str, str], place: Place) -> str:
    found = _STEP.fullmatch(step)
    if not found or found["at"] or step in (".", "..") or (found["name"] == "*" and found["position"]):
        raise _unsupported(text, place)
    name = _expanded(found, namespaces, place)
    which = f"[{int(found['position']) - 1}]" if found["position"] else "[*]"
    return (".*" if name == "*" else f'."{name}"') + which


def _attribute(text: str, step: str, namespaces: Mapping[str, str], place: Place) -> str:
    found = _STEP.fullmatch(step)
    if not found or found["position"] or found["name"] == "*":
        raise _unsupported(text, place)
    return f'."@{_expanded(found, namespaces, place)}"'


def _expanded(found: re.Match[str], namespaces: Mapping[str, str], place: Place) -> str:
    prefix, name = found["prefix"], found["name"]
    if prefix is None:
        return name
    if prefix == "xml":
        return f"{{{_XML}}}{name}"
    if prefix not in namespaces:
        known = ", ".join(sorted(namespaces)) or "none"
        problem = f"the XPath prefix '{prefix}' is not declared; there are: {known}"
        help = "declare it under namespaces: of the source, or with rml:namespace"
        raise UnsupportedPath(problem, place=place, help=help)
    if name == "*":
        raise _unsupported(f"{prefix}:*", place)
    return f"{{{namespaces[prefix]}}}{name}"


def _unsupported(text: str, place: Place, help: str = _HELP) -> UnsupportedPath:
    return UnsupportedPath(f"the XPath '{text}' is not supported", place=place, help=help)
