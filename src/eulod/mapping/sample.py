"""A mapping held against a sample of its data: paths that find nothing, columns left over, values that do not fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from typing import Any

import ibis

from eulod.errors import EulodError, MappingError, Place
from eulod.mapping.compile import CompiledMap, Compiler
from eulod.mapping.coverage import Covered, coverage
from eulod.mapping.errors import NoResult, UnknownReference
from eulod.mapping.functions.catalogue import find
from eulod.mapping.problems import find_problems
from eulod.mapping.references import Read
from eulod.mapping.rows import Rows
from eulod.mapping.term_map import Constant, FunctionCall, Reference, TermMap
from eulod.mapping.triples_map import Field, PredicateObjectMap, TriplesMap
from eulod.mapping.values import Severity, Value, applied, in_text
from eulod.sources.problem import Problem
from eulod.terms.datatypes import LEXICAL

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


class SampleMisfit(MappingError):
    """A value of the sample has not the form of its datatype, or a function has no result for it."""

    code = "M025"


@dataclass(slots=True)
class SampleCompiler(Compiler):
    """Compiles a mapping so that each row tells its file and record, and keeps nothing else of its source."""

    lineage: bool = True
    strict: bool = True

    def source_rows(self, name: str, place: Any) -> Rows:
        """The rows of a source with FILE, RECORD and LINE."""
        rows = Compiler.source_rows(self, name, place)
        rows.lineage = False
        return rows


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
        yield from self.misfits()

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

    def misfits(self) -> Iterator[EulodError]:
        """For each line of the mapping, the first value that does not fit, and how many more there are."""
        maps = [self.checked(triples_map) for triples_map in self.compiler.mapping.triples_maps]
        for rows in (*self.compiler.rows.values(), *(one.rows for one in maps)):
            _leave_values(rows)
        found = sorted(find_problems(self.compiler, maps), key=_line_and_reason)
        for _, group in groupby(found, key=_line_and_reason):
            yield _misfit(list(group))

    def checked(self, triples_map: TriplesMap) -> CompiledMap:
        """A triples map compiled, its rows with what its datatypes ask of them."""
        compiled = self.compiler.compile_map(triples_map)
        for entry in triples_map.predicate_objects:
            for object_map in entry.objects:
                if isinstance(object_map, TermMap):
                    self.check(object_map, entry, triples_map.source, compiled.rows)
        compiled.rows.settle()
        return compiled

    def check(self, term_map: TermMap, entry: PredicateObjectMap, source: str, rows: Rows) -> None:
        """Ask that each value of a literal has the form of its datatype, where the condition holds."""
        datatype = term_map.datatype
        if not isinstance(datatype, Constant) or datatype.value not in LEXICAL or self.is_made(term_map, source):
            return
        condition = self.compiler.condition(entry.condition, rows)
        value = _where(in_text(self.compiler.value(term_map.expression, rows, term_map.place)), condition)
        fits = applied(value, lambda text: text.re_search(LEXICAL[datatype.value]).ifelse(text, ibis.null("string")))
        reason = f"no xsd:{datatype.value.rpartition('#')[2]}"
        place, severity = term_map.place, Severity.REJECT
        rows.check(value, fits, code=SampleMisfit.code, severity=severity, reason=reason, place=place)

    def is_made(self, term_map: TermMap, source: str) -> bool:
        """Whether a function makes the text, here or in a field, that has no result for what it cannot write so."""
        expression, views = term_map.expression, self.compiler.mapping.views
        while isinstance(expression, Reference) and source in views:
            fields = {entry.name: entry.expression for entry in views[source].fields if isinstance(entry, Field)}
            expression, source = fields.get(expression.name, expression), views[source].on
        found = find(expression.function) if isinstance(expression, FunctionCall) else None
        return found is not None and found[0].fails is not None


def _leave_values(rows: Rows) -> None:
    """Leave the checks of datatypes and functions; of lookups, IRIs and language tags the export tells."""
    for one in (*rows.before, rows):
        one.checks = [check for check in one.checks if check.code in (SampleMisfit.code, NoResult.code)]


def _parent(path: str) -> str:
    """What a path leads through before its last name."""
    return _LAST.sub("", path)


def _where(value: Value, condition: Value | None) -> Value:
    if condition is None:
        return value
    nothing = ibis.null("array<string>" if value.many else "string")
    origins = value.origins | condition.origins
    return Value(lambda table: condition.build(table).ifelse(value.build(table), nothing), origins, value.many)


def _line_and_reason(problem: Problem) -> tuple[str, int, str]:
    return problem.mapping_file, problem.mapping_line, problem.reason


def _misfit(problems: list[Problem]) -> SampleMisfit:
    first = min(problems)
    more = "" if len(problems) == 1 else f", and {len(problems) - 1} more"
    problem = f"{first.place}: '{first.value}' is {first.reason}{more}"
    help = "convert the value, with fn:amount or fn:date for example, or correct the function or datatype"
    return SampleMisfit(problem, place=Place(first.mapping_file, first.mapping_line), help=help)
