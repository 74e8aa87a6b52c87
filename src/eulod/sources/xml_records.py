"""The elements of an XML file that an iterator finds, each as JSON text, read as a stream.

An element is an object: `#line` where it begins, `#text` its string value, `@name` each attribute, and for each name of
child elements the list of them. Names are expanded: `{namespace}local`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from eulod.errors import Place
from eulod.sources.limits import RECORD_BYTES, too_large
from eulod.sources.xml_stream import CHUNK, XmlStream
from eulod.sources.xpath import TEXT, Step

LINE = "#line"


def xml_records(path: Path, steps: Sequence[Step]) -> Iterator[str]:
    """The JSON texts of the elements that `steps` find, in document order.

    Memory is bounded by the greatest record. Raises XmlSyntax, DoctypeRefused and TooLarge with file and line.
    """
    reader = _Reader(path, steps)
    for _ in reader.parsed():
        yield from reader.taken()


def steps_reached(path: Path, steps: Sequence[Step]) -> int:
    """How many leading steps some element of a file fits. Raises as `xml_records` does."""
    reader = _Reader(path, steps)
    for _ in reader.parsed():
        reader.taken()
    return reader.reached


class _Reader:
    """A parser that is fed and gives records."""

    def __init__(self, path: Path, steps: Sequence[Step]) -> None:
        self.path = path
        self.steps = tuple(steps)
        self.nested = any(step.anywhere for step in steps)
        self.reached = 0
        self.levels: list[_Level] = [_Level(frozenset({0}))]
        self.nodes: list[_Node] = []
        self.records: list[str] = []
        self.names: dict[str, str] = {}
        self.stream = XmlStream(str(path), start=self._start, end=self._end, text=self._text)

    def parsed(self) -> Iterator[None]:
        """Parse the file piece by piece."""
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                self.stream.feed(chunk)
                self._refuse_size()
                yield
        self.stream.feed(b"", last=True)
        yield

    def _refuse_size(self) -> None:
        byte, line = (self.nodes[0].byte, self.nodes[0].line) if self.nodes else (self.stream.byte, self.stream.line)
        if self.stream.fed - byte > RECORD_BYTES:
            raise too_large("the element has", RECORD_BYTES, "bytes", Place(str(self.path), line))

    def taken(self) -> list[str]:
        """The records that are whole since the last time; those within one that is open wait for it."""
        whole = self.nodes[0].slot if self.nodes else len(self.records)
        assert whole is not None
        taken, self.records = self.records[:whole], self.records[whole:]
        for node in self.nodes:
            node.slot = None if node.slot is None else node.slot - whole
        return taken

    def _name(self, name: str) -> str:
        known = self.names.get(name)
        if known is None:
            known = self.names[name] = "{" + name if "}" in name else name
        return known

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = self._name(name)
        is_record = self._descend(name) if self.nested or not self.nodes else False
        if is_record or self.nodes:
            self._open(name, attributes, is_record)

    def _descend(self, name: str) -> bool:
        """Enter an element that may hold or be a record; say whether it is one."""
        above = self.levels[-1]
        fitting = {n + 1 for n in above.states if n < len(self.steps) and above.fits(n, self.steps[n], name)}
        staying = {n for n in above.states if n < len(self.steps) and self.steps[n].anywhere}
        self.levels.append(_Level(frozenset(fitting | staying)))
        self.reached = max(self.reached, *fitting, 0)
        return len(self.steps) in fitting

    def _open(self, name: str, attributes: dict[str, str], is_record: bool) -> None:
        line = self.stream.line
        value: dict[str, Any] = {LINE: str(line)}
        for attribute, text in attributes.items():
            value["@" + self._name(attribute)] = text
        node = _Node(name, value, line, self.stream.byte)
        if is_record:
            node.slot = len(self.records)
            self.records.append("")
        self.nodes.append(node)

    def _end(self, _: str) -> None:
        if self.nodes:
            self._close(self.nodes.pop())
            if self.nodes and not self.nested:
                return
        self.levels.pop()

    def _close(self, node: _Node) -> None:
        text = node.value[TEXT] = "".join(node.texts)
        if self.nodes:
            above = self.nodes[-1]
            above.value.setdefault(node.name, []).append(node.value)
            above.texts.append(text)
        if node.slot is not None:
            self.records[node.slot] = json.dumps(node.value, ensure_ascii=False)

    def _text(self, text: str) -> None:
        if self.nodes:
            self.nodes[-1].texts.append(text)


class _Node:
    """An element within a record, while it is open; `slot` is its place among the records if it is one."""

    __slots__ = ("byte", "line", "name", "slot", "texts", "value")

    def __init__(self, name: str, value: dict[str, Any], line: int, byte: int) -> None:
        self.name, self.value, self.line, self.byte = name, value, line, byte
        self.texts: list[str] = []
        self.slot: int | None = None


class _Level:
    """An open element that may hold records: how many steps lead to it, and how many children fitted each step."""

    __slots__ = ("counts", "states")

    def __init__(self, states: frozenset[int]) -> None:
        self.states = states
        self.counts: dict[int, int] = {}

    def fits(self, number: int, step: Step, name: str) -> bool:
        if not step.accepts(name):
            return False
        self.counts[number] = self.counts.get(number, 0) + 1
        return step.position in (None, self.counts[number])
