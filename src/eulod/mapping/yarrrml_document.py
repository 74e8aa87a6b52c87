"""A YARRRML document read key by key: what may stand where, and the line of everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from eulod.errors import Place
from eulod.mapping.errors import MappingSyntax, UnknownKey, nearest
from eulod.yaml_document import YamlList, YamlMap

Lined = list[tuple[Any, int]]
"""Values, each with its line."""


class YarrrmlDocument:
    """What is asked of the YAML of one mapping document; all of it raises MappingSyntax or UnknownKey with a line."""

    def __init__(self, file: str) -> None:
        self.file = file

    def entries(self, parent: YamlMap, key: str) -> Iterator[tuple[str, Any, int]]:
        """The names below `key`, each with its value and line."""
        section = parent.get(key)
        if section is None:
            return
        if not isinstance(section, YamlMap):
            raise self.syntax(f"'{key}' is no mapping of names", parent.lines[key], f"write names below {key}:")
        for name, entry in section.items():
            yield name, entry, section.lines[name]

    def mappings(self, parent: YamlMap, key: str) -> Iterator[tuple[str, YamlMap, int]]:
        """The names below `key`, each of which has keys of its own."""
        for name, entry, line in self.entries(parent, key):
            if not isinstance(entry, YamlMap):
                raise self.syntax(f"'{name}' under '{key}' has no keys", line, "give its keys below it")
            yield name, entry, line

    def texts(self, parent: YamlMap, key: str) -> dict[str, str]:
        """The texts below `key` by name."""
        section = parent.get(key)
        return {name: self.text(section, name) for name, _, _ in self.entries(parent, key)} if section else {}

    def text(self, entry: YamlMap, key: str) -> str:
        """The text of a key that must be there."""
        value = entry.get(key)
        if not isinstance(value, str) or not value:
            found = "is no text" if value else "is missing"
            raise self.syntax(f"'{key}' {found}", entry.lines.get(key, entry.line), f"write {key}: and a text")
        return value

    def listed(self, entry: YamlMap, *names: str) -> Lined:
        """One value or several under the first of the keys `names` that is there."""
        key = next((name for name in names if entry.get(name) is not None), None)
        return [] if key is None else with_lines(entry[key], entry.lines[key])

    def needed(self, entry: YamlMap, *names: str) -> Lined:
        """The same, where there must be one."""
        found = self.listed(entry, *names)
        if not found:
            raise self.syntax(f"'{names[0]}' is missing", entry.line, f"write {names[0]}: and a value")
        return found

    def check_keys(self, entry: YamlMap, known: tuple[str, ...]) -> None:
        """Refuse every key that is not `known`."""
        for key in entry:
            if key not in known:
                place, problem = self.place(entry.lines[key]), f"unknown key '{key}'; there are: {', '.join(known)}"
                raise UnknownKey(problem, place=place, help=nearest(key, known))

    def place(self, line: int) -> Place:
        """A line of the document."""
        return Place(self.file, line)

    def syntax(self, problem: str, line: int, help: str) -> MappingSyntax:
        """The error that says what is wrong at a line."""
        return MappingSyntax(problem, place=self.place(line), help=help)


def with_lines(value: Any, line: int) -> Lined:
    """The values of a list, or one value that begins at `line`."""
    if isinstance(value, YamlList):
        return list(zip(value, value.lines, strict=True))
    return [(value, value.line if isinstance(value, YamlMap) else line)]
