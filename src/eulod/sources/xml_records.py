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
from eulod.sources.limits import DEEPEST, RECORD_BYTES, too_large
from eulod.sources.xml_stream import CHUNK, XmlStream
from eulod.sources.xpath import TEXT, Step

LINE = "#line"
_WRITTEN = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


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
        self.room = DEEPEST
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

    def _named(self, name: str) -> str:
        """The expanded name, remembered."""
        known = self.names[name] = "{" + name if "}" in name else name
        return known

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        expanded = self.names.get(name) or self._named(name)
        is_record = self._descend(expanded)
        if not is_record and not self.nodes:
            return
        self._open(name, attributes)
        if is_record:
            self.nodes[-1].slot = len(self.records)
            self.records.append("")
        if not self.nested:
            self.room = DEEPEST - self.stream.depth + 1
            self.stream.hand_over(self._open, self._shut)

    def _descend(self, name: str) -> bool:
        """Enter an element that may hold or be a record; say whether it is one."""
        above = self.levels[-1]
        fitting = {n + 1 for n in above.states if n < len(self.steps) and above.fits(n, self.steps[n], name)}
        staying = {n for n in above.states if n < len(self.steps) and self.steps[n].anywhere}
        self.levels.append(_Level(frozenset(fitting | staying)))
        self.reached = max(self.reached, *fitting, 0)
        return len(self.steps) in fitting

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a record or an element in one."""
        line = self.stream.parser.CurrentLineNumber
        value: dict[str, Any] = {LINE: str(line)}
        if attributes:
            value.update({"@" + (self.names.get(key) or self._named(key)): text for key, text in attributes.items()})
        byte = 0 if self.nodes else self.stream.byte
        self.nodes.append(_Node(self.names.get(name) or self._named(name), value, line, byte))
        if len(self.nodes) > self.room:
            raise self.stream.too_deep()

    def _shut(self, name: str) -> None:
        """End an element in a record, or the record."""
        node = self.nodes.pop()
        self._close(node)
        if not self.nodes:
            self.stream.give_back()
            self.stream.ended(name)

    def _end(self, _: str) -> None:
        if self.nodes:
            self._close(self.nodes.pop())
        self.levels.pop()

    def _close(self, node: _Node) -> None:
        texts = node.texts
        text = node.value[TEXT] = texts[0] if len(texts) == 1 else "".join(texts)
        if self.nodes:
            above = self.nodes[-1]
            above.texts.append(text)
            same = above.value.get(node.name)
            if same is None:
                above.value[node.name] = [node.value]
            else:
                same.append(node.value)
        if node.slot is not None:
            self.records[node.slot] = _WRITTEN(node.value)

    def _text(self, text: str) -> None:
        if self.nodes:
            self.nodes[-1].texts.append(text)


class _Node:
    """An element within a record, while it is open; `slot` is its place among the records if it is one.

    `byte` is told of the outermost alone.
    """

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
