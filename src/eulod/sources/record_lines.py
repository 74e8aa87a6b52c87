"""The lines of a file on which records, and the values of their columns, stand."""

from __future__ import annotations

import csv
import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Protocol

from eulod.errors import EulodError
from eulod.sources.csv import csv_dialect
from eulod.sources.json import json_path
from eulod.sources.logical_source import LogicalSource

Cell = tuple[int, str, str]
"""A record, from 1, a column or path, '' for the record as a whole, and what the record says there, '' if unknown."""

_BREAK = re.compile(r"\r\n|\r|\n")
_STEP = re.compile(r'\."((?:[^"\\]|\\.)*)"|\[(\d+)\]|(\[\*\]|\.\*)')
_ROWS = 10_000
_SPACE = re.compile(r"[\s,:]*")


def record_lines(source: LogicalSource, path: Path, cells: Collection[Cell]) -> dict[Cell, int]:
    """The line, from 1, on which each of some cells begins; those that cannot be found are left out.

    The file is read once, and it may have changed or be packed: nothing is raised, what does not fit has no line.
    """
    finders = {"csv": _in_csv, "jsonpath": _in_json}
    if not cells or source.formulation not in finders:
        return {}
    with suppress(OSError, UnicodeError, LookupError, ValueError, RecursionError, csv.Error, EulodError):
        return dict(finders[source.formulation](source, path, cells))
    return {}


def _in_csv(source: LogicalSource, path: Path, cells: Collection[Cell]) -> Iterator[tuple[Cell, int]]:
    wanted: dict[int, list[Cell]] = {}
    for cell in cells:
        wanted.setdefault(cell[0], []).append(cell)
    dialect = csv_dialect(source)
    encoding = "utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding
    with path.open(encoding=encoding, newline="", errors="surrogateescape") as lines:
        reader = csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote)
        header = next(reader, [])
        before = 0
        for record in sorted(wanted):
            _pass_over(reader, record - before - 1, len(header))
            found = _next_record(reader, len(header))
            if found is None:
                return
            for cell in wanted[record]:
                yield cell, found[0] + _breaks_before(cell[1], header, found[1])
            before = record


class _Reader(Protocol):
    """What a reader of the csv module is."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


def _pass_over(reader: _Reader, records: int, width: int) -> None:
    """Read so many records, that is, rows of `width` cells; a line without any text has one."""
    while records > 0:
        lengths = list(map(len, islice(reader, min(records, _ROWS))))
        if not lengths:
            return
        records -= lengths.count(width) + (lengths.count(0) if width == 1 else 0)


def _next_record(reader: _Reader, width: int) -> tuple[int, list[str]] | None:
    """The line on which the next record begins, and its values; None after the last."""
    start = reader.line_num + 1
    for values in reader:
        if len(values or [""]) == width:
            return start, values
        start = reader.line_num + 1
    return None


def _breaks_before(column: str, header: list[str], values: list[str]) -> int:
    """How many line breaks the values before that of a column hold."""
    before = values[: header.index(column)] if column in header else []
    return sum(len(_BREAK.findall(value)) for value in before)


def _in_json(source: LogicalSource, path: Path, cells: Collection[Cell]) -> Iterator[tuple[Cell, int]]:
    text = path.read_text(encoding="utf-8-sig")
    breaks = [found.end() for found in re.finditer("\n", text)]
    records = list(_found(text, _documents(text), json_path(source.iterator or "$", source.place)))
    for cell in cells:
        number, column, value = cell
        if number <= len(records):
            start = records[number - 1]
            places = list(_found(text, [start], json_path(column, source.place))) if column else []
            yield cell, bisect_right(breaks, _saying(text, places, value, start)) + 1


def _saying(text: str, places: list[int], value: str, otherwise: int) -> int:
    """The first of some places where a value stands, else the first of them, else another place."""
    read = json.JSONDecoder(parse_float=str, parse_int=str)
    same = (place for place in places if str(read.raw_decode(text, place)[0]) == value)
    return next(same, places[0] if places else otherwise)


def _documents(text: str) -> Iterator[int]:
    """Where each document of a JSON text begins: one, or one a line."""
    read, position = json.JSONDecoder(), _after_space(text, 0)
    while position < len(text):
        yield position
        position = _after_space(text, read.raw_decode(text, position)[1])


def _found(text: str, places: Iterator[int] | list[int], path: str) -> Iterator[int]:
    """Where the values begin that a path of `json_path` finds in the values at some places."""
    steps: Iterator[int] = iter(places)
    for name, number, _ in _STEP.findall(path):
        steps = _step(text, steps, name, number)
    return steps


def _step(text: str, places: Iterator[int], name: str, number: str) -> Iterator[int]:
    for place in places:
        for position, (key, inner) in enumerate(_parts(text, place)):
            named = key == re.sub(r"\\(.)", r"\1", name) if name else not number or position == int(number)
            if named:
                yield inner


def _parts(text: str, place: int) -> Iterator[tuple[str | None, int]]:
    """The members of the object, or the elements of the array, at a place: key and where the value begins."""
    read, is_object = json.JSONDecoder(), text[place] == "{"
    if not is_object and text[place] != "[":
        return
    position = _after_space(text, place + 1)
    while text[position] not in "]}":
        key = None
        if is_object:
            key, position = read.raw_decode(text, position)
            position = _after_space(text, position)
        yield key, position
        position = _after_space(text, read.raw_decode(text, position)[1])


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position
