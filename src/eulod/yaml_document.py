"""YAML as eulod reads it: text scalars, no aliases, no tags, no duplicate keys, and the line of everything.

`NO`, `012` and `12:30:45` are texts; only an empty value, `~` and `null` are null. Used for mappings and for records.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from eulod.errors import Place, SourceError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null"}
_DEEPEST = 100


class YamlSyntax(SourceError):
    """A YAML document is not well-formed, or uses what eulod refuses: aliases, tags, duplicate keys, deep nesting."""

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
        return _Reader(str(path), yaml.parse(text, Loader=_LOADER)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(str(path), mark.line + 1 if mark else None)
        problem = str(error.problem or error.context)
        raise YamlSyntax(problem, place=place, help="correct the YAML syntax here") from None
    except yaml.reader.ReaderError as error:
        place = Place(str(path), text.count("\n", 0, error.position) + 1)
        help = "remove the character, or write it as an escape in double quotes"
        raise YamlSyntax(
            f"found a character that YAML does not allow: {error.reason}", place=place, help=help
        ) from None


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise YamlSyntax(
            f"it cannot be read: {error.strerror}", place=Place(str(path)), help="check the file"
        ) from None
    except UnicodeDecodeError as error:
        place = Place(str(path), error.object.count(b"\n", 0, error.start) + 1)
        raise YamlSyntax("found bytes that are not UTF-8", place=place, help="save the file as UTF-8") from None


class _Reader:
    def __init__(self, file: str, events: Iterator[Event]) -> None:
        self.file = file
        self.events = events

    def document(self) -> Any:
        """The only document of the stream; None when there is none."""
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        found = self.value(next(self.events), 0)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.refused(after, "a second document", "put it into a file of its own")
        return found

    def value(self, event: Event, depth: int) -> Any:
        if isinstance(event, AliasEvent):
            raise self.refused(event, f"the alias *{event.anchor}", "write the value out instead of repeating it")
        assert isinstance(event, ScalarEvent | CollectionStartEvent)
        if event.tag is not None:
            raise self.refused(event, f"the tag {event.tag}", "remove the tag; values are read as text")
        if isinstance(event, ScalarEvent):
            return None if not event.style and event.value in _NULLS else str(event.value)
        if depth == _DEEPEST:
            raise self.refused(event, f"more than {_DEEPEST} levels", "write the document with fewer levels")
        return self.mapping(event, depth) if isinstance(event, MappingStartEvent) else self.sequence(event, depth)

    def mapping(self, start: Event, depth: int) -> YamlMap:
        found = YamlMap(_line(start))
        while not isinstance(event := next(self.events), MappingEndEvent):
            name = self.key(event)
            if name in found:
                raise self.refused(event, f"the key '{name}' a second time", "keep one of the two")
            found[name] = self.value(next(self.events), depth + 1)
            found.lines[name] = _line(event)
        return found

    def key(self, event: Event) -> str:
        if isinstance(event, ScalarEvent) and event.tag is None:
            return str(event.value)
        raise self.refused(event, "a key that is no plain text", "write the key as a text")

    def sequence(self, start: Event, depth: int) -> YamlList:
        found = YamlList(_line(start))
        while not isinstance(event := next(self.events), SequenceEndEvent):
            found.append(self.value(event, depth + 1))
            found.lines.append(_line(event))
        return found

    def refused(self, event: Event, what: str, help: str) -> YamlSyntax:
        return YamlSyntax(f"found {what}", place=Place(self.file, _line(event)), help=help)


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
