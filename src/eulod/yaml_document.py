"""YAML as eulod reads it: text scalars, no aliases, no tags, no duplicate keys, and the line of everything.

`NO`, `012` and `12:30:45` are texts; only an empty value, `~` and `null` are null. Used for mappings and for records.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from eulod.errors import Place, SourceError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null"}
_CORE_TAGS = "tag:yaml.org,2002:"


class YamlSyntax(SourceError):
    """A YAML document is not well-formed, or uses what eulod refuses: aliases, tags, duplicate keys."""

    code = "S002"


class YamlMap(dict[str, Any]):
    """A mapping with the line it begins on and the line of each key."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class YamlList(list[Any]):
    """A sequence with the line it begins on and the line of each entry."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


def read_yaml(path: Path) -> Any:
    """Read one document as YamlMap, YamlList, text or None.

    Raises YamlSyntax with file and line.
    """
    text = _decoded(path)
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(str(path), mark.line + 1 if mark else None)
        raise YamlSyntax(
            str(error.problem or error.context), place=place, help="correct the YAML syntax here"
        ) from None
    return None if node is None else _Reader(str(path)).read(node)


def _decoded(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} is not UTF-8"
        raise YamlSyntax(problem, place=Place(str(path)), help="save the file as UTF-8") from None


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.seen: set[int] = set()

    def read(self, node: Node) -> Any:
        if id(node) in self.seen:
            raise self.refused(node, "an alias", "write the value out instead of repeating it with *")
        self.seen.add(id(node))
        if isinstance(node, ScalarNode):
            return self.scalar(node)
        if isinstance(node, MappingNode):
            return self.mapping(node)
        assert isinstance(node, SequenceNode)
        return self.sequence(node)

    def scalar(self, node: ScalarNode) -> str | None:
        self.check_tag(node)
        return None if node.style is None and node.value in _NULLS else str(node.value)

    def mapping(self, node: MappingNode) -> YamlMap:
        self.check_tag(node)
        found = YamlMap(node.start_mark.line + 1)
        for key, value in node.value:
            name = self.read(key)
            if name in found:
                raise self.refused(key, f"the key '{name}' a second time", "keep one of the two")
            found[str(name)] = self.read(value)
            found.lines[str(name)] = key.start_mark.line + 1
        return found

    def sequence(self, node: SequenceNode) -> YamlList:
        self.check_tag(node)
        found = YamlList(node.start_mark.line + 1)
        for value in node.value:
            found.append(self.read(value))
            found.lines.append(value.start_mark.line + 1)
        return found

    def check_tag(self, node: Node) -> None:
        tag = str(node.tag or "")
        if tag and not tag.startswith(_CORE_TAGS):
            raise self.refused(node, f"the tag {tag}", "remove the tag; values are read as text")

    def refused(self, node: Node, what: str, help: str) -> YamlSyntax:
        return YamlSyntax(f"found {what}", place=Place(self.file, node.start_mark.line + 1), help=help)
