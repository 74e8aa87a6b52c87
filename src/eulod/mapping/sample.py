"""A mapping held against a sample of its data: paths that find nothing, columns left over, values that do not fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby

from eulod.errors import EulodError, MappingError, Place
from eulod.mapping.coverage import Covered, coverage
from eulod.mapping.doubtful_texts import doubtful_texts
from eulod.mapping.errors import UnknownReference
from eulod.mapping.references import Read
from eulod.mapping.sample_values import SampleCompiler, SampleValues

_LAST = re.compile(r"[./]?[^./]*\Z")
"""The last name of a path of JSON or XML."""


class NothingFound(MappingError):
    """A path finds nothing in any record of the sample; a note, for records may leave things out."""

    code = "M023"
    is_note = True


class UnreadColumns(MappingError):
    """A source has columns or paths that no term map reads; a note."""

    code = "M024"
    is_note = True


class DoubtfulSample(MappingError):
    """Texts of the sample are not what they look like; a note."""

    code = "M026"
    is_note = True


@dataclass(frozen=True, slots=True)
class Sample:
    """A mapping and a sample of its data.

    `unread` names the columns and paths that are left out on purpose.
    """

    compiler: SampleCompiler
    unread: Collection[str] = ()

    def problems(self) -> Iterator[EulodError]:
        """Everything that the sample says against the mapping, as errors and notes that are not raised."""
        found = coverage(self.compiler.engine, self.compiler.mapping, self.compiler.folder)
        yield from self.unanswered(found.unanswered, found.covered)
        yield from self.left_over(found.covered)
        yield from SampleValues(self.compiler).misfits()
        yield from self.doubtful()

    def unanswered(self, reads: Collection[Read], covered: Collection[Covered]) -> Iterator[EulodError]:
        """Paths that find nothing: an error where the sample has one beside it that looks like it and is not read."""
        unknown: dict[str, dict[str, Place]] = {}
        for read in reads:
            beside = [one for one in covered if one.source == read.source and _parent(one.name) == _parent(read.name)]
            close = get_close_matches(read.name, [one.name for one in beside if not one.lines], n=1, cutoff=0.8)
            if close:
                there = ", ".join(one.name for one in beside)
                problem = f"the path '{read.name}' finds nothing in the sample; there are: {there}"
                yield UnknownReference(problem, place=read.place, help=f"did you mean '{close[0]}'?")
            else:
                unknown.setdefault(read.source, {}).setdefault(read.name, read.place)
        for paths in unknown.values():
            listed = ", ".join(f"{path} (line {place.line})" for path, place in paths.items())
            help = "correct the paths, or leave them if other records have them"
            yield NothingFound(f"nothing in the sample has: {listed}", place=next(iter(paths.values())), help=help)

    def left_over(self, covered: Collection[Covered]) -> Iterator[EulodError]:
        """For each source, what no term map reads."""
        for source, group in groupby(covered, key=lambda one: one.source):
            names = [one.name for one in group if not one.lines and one.name not in self.unread]
            if names:
                place = self.compiler.mapping.sources[source].place
                problem = f"nothing reads of the source '{source}': {', '.join(names)}"
                yield UnreadColumns(problem, place=place, help="read them if they say something, else leave them")

    def doubtful(self) -> Iterator[EulodError]:
        """For each source, the first text that is not what it looks like, and how many more there are."""
        for source, group in groupby(sorted(doubtful_texts(self.compiler)), key=lambda one: one.source):
            first, *others = group
            more = f", and {len(others)} more" if others else ""
            problem = f"{first.place}: '{first.value}' is {first.reason}{more}"
            help = "correct the values, or write fn:nfc in the mapping; see `eulod explain S016`"
            yield DoubtfulSample(problem, place=self.compiler.mapping.sources[source].place, help=help)


def _parent(path: str) -> str:
    """What a path leads through before its last name."""
    return _LAST.sub("", path)
