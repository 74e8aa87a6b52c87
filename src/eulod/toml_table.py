"""One table of a TOML file: its values, checked as they are asked for, and the line of each key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from eulod.errors import ConfigurationError, Place
from eulod.terms.iri import PUBLISHABLE

_HEADER = re.compile(r"\s*\[{1,2}\s*(?P<name>[\w.-]+)\s*\]{1,2}")
_KEY = re.compile(r"""\s*["']?(?P<key>[\w-]+)["']?\s*[=.]""")


class UnknownSetting(ConfigurationError):
    """eulod.toml has a table or key that means nothing."""

    code = "C003"


class WrongSetting(ConfigurationError):
    """A setting is missing, or its value is not of the kind that belongs there."""

    code = "C004"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of `file`, by the `name` that messages give it.

    `lines` has the line of each key as far as it was found; `line` is where the table begins.
    """

    file: str
    name: str
    entry: Mapping[str, Any]
    line: int | None
    lines: Mapping[str, int]

    def only(self, keys: Sequence[str]) -> Table:
        """The same table. Raises UnknownSetting where it has another key than `keys`."""
        for key in self.entry:
            if key not in keys:
                near = get_close_matches(key, keys, n=1)
                help = f"did you mean '{near[0]}'?" if near else "remove it"
                problem = f"{self.name} has the unknown key '{key}'; there are: {', '.join(keys)}"
                raise UnknownSetting(problem, place=self.place(key), help=help)
        return self

    def text(self, key: str, default: str | None = None) -> str:
        """A text, which may be empty only where there is a default. Raises WrongSetting."""
        value = self.entry.get(key, default)
        if not isinstance(value, str) or (not value and default is None):
            raise self.wrong(key, f'write {key} = "…"')
        return value

    def iri(self, key: str, default: str | None = None) -> str:
        """An http, https or mailto IRI. Raises WrongSetting."""
        value = self.text(key, default)
        if value != default and not PUBLISHABLE.fullmatch(value):
            raise self.wrong(key, f'write {key} = "https://…", an IRI without spaces')
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Several texts. Raises WrongSetting."""
        value = self.entry.get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
            raise self.wrong(key, f'write {key} = ["…", "…"]')
        return tuple(value)

    def flag(self, key: str, default: bool) -> bool:
        """True or false. Raises WrongSetting."""
        value = self.entry.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, f"write {key} = true or {key} = false, without quotes")
        return value

    def day(self, key: str, default: str | None = None) -> str:
        """A date, as ISO text. Raises WrongSetting."""
        value = self.entry.get(key, default)
        if isinstance(value, date):
            return value.isoformat()[:10]
        if key not in self.entry and default is not None:
            return default
        raise self.wrong(key, f"write {key} = 2026-11-20, a date without quotes")

    def per_language(self, key: str) -> dict[str, str]:
        """A text for each language tag. Raises WrongSetting."""
        value = self.entry.get(key)
        if not isinstance(value, dict) or not value or not all(isinstance(text, str) for text in value.values()):
            raise self.wrong(key, f'write {key} = {{ en = "…" }}')
        return dict(value)

    def lists_per_language(self, key: str) -> dict[str, tuple[str, ...]]:
        """Texts for each language tag; none when the key is missing. Raises WrongSetting."""
        value = self.entry.get(key, {})
        if not isinstance(value, dict) or not all(_are_texts(words) for words in value.values()):
            raise self.wrong(key, f'write {key} = {{ en = ["…", "…"] }}')
        return {tag: tuple(words) for tag, words in value.items()}

    def below(self, key: str) -> Table:
        """The table that `key` holds, empty when it is missing. Raises WrongSetting."""
        value = self.entry.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"write its keys in a table: {key} = {{ … }}")
        line = self.lines.get(key, self.line)
        return Table(self.file, f"'{key}' of {self.name}", value, line, {})

    def wrong(self, key: str, help: str) -> WrongSetting:
        """The error that says what was found under `key`."""
        found = f"is {self.entry[key]!r}" if key in self.entry else "is missing"
        return WrongSetting(f"'{key}' of {self.name} {found}", place=self.place(key), help=help)

    def place(self, key: str) -> Place:
        """The line of `key`, or where the table begins."""
        return Place(self.file, self.lines.get(key, self.line))


def tables(file: str, text: str, content: Mapping[str, Any]) -> Iterator[Table]:
    """The file itself, its tables and the members of its arrays of tables, in order; `content` is `text`, parsed."""
    found = list(_lines(text))
    headers = {name: line for name, line, _ in reversed(found)}
    yield Table(file, "the file", content, None, headers | found[0][2])
    for name, value in content.items():
        entries = value if isinstance(value, list) else [value]
        places = [(line, keys) for at, line, keys in found if at == name]
        for number, entry in enumerate(entries):
            line, keys = places[number] if number < len(places) else (None, {})
            title = f"[[{name}]] {number + 1}" if isinstance(value, list) else f"[{name}]"
            if isinstance(entry, dict):
                yield Table(file, title, entry, line, keys)


def _lines(text: str) -> Iterator[tuple[str, int, dict[str, int]]]:
    """Each table's name, the line of its header and the lines of its keys, headers of tables in it included."""
    name, begins, keys = "", 1, dict[str, int]()
    for line, content in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(content):
            outer, _, inner = header["name"].partition(".")
            if inner and outer == name:
                keys.setdefault(inner.partition(".")[0], line)
                continue
            yield name, begins, keys
            name, begins, keys = outer, line, {}
        elif key := _KEY.match(content):
            keys.setdefault(key["key"], line)
    yield name, begins, keys


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
