"""The values of a sample held against a mapping: what has not the form of its datatype, or no result of a function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import ibis

from eulod.errors import MappingError, Place
from eulod.mapping.compile import CompiledMap, Compiler
from eulod.mapping.errors import NoResult
from eulod.mapping.functions.catalogue import find
from eulod.mapping.problems import find_problems
from eulod.mapping.rows import Rows
from eulod.mapping.term_map import Constant, Expression, FunctionCall, Reference, TermMap
from eulod.mapping.triples_map import Field, IterableField, PredicateObjectMap, TriplesMap
from eulod.mapping.values import Severity, Value, applied, in_text
from eulod.sources.problem import Problem
from eulod.terms.datatypes import LEXICAL


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
class SampleValues:
    """What a mapping makes of the values of a sample."""

    compiler: SampleCompiler

    def misfits(self) -> Iterator[SampleMisfit]:
        """For each line of the mapping, the first value that does not fit, and how many more there are."""
        for view in self.compiler.mapping.views.values():
            if any(map(_may_fail, _field_expressions(view.fields))):
                self.compiler.rows_of(view.name, view.place)
        maps = [self.checked(one) for one in self.compiler.mapping.triples_maps if self.is_tried(one)]
        for rows in (*self.compiler.rows.values(), *(one.rows for one in maps)):
            _leave_values(rows)
        found = sorted(find_problems(self.compiler, maps), key=_line_and_reason)
        for _, group in groupby(found, key=_line_and_reason):
            yield _misfit(list(group))

    def is_tried(self, triples_map: TriplesMap) -> bool:
        """Whether values of a triples map may not fit: something has a datatype, or a function may have no result."""
        pairs = triples_map.predicate_objects
        objects = [one for entry in pairs for one in entry.objects if isinstance(one, TermMap)]
        conditions = [triples_map.condition, *(entry.condition for entry in pairs)]
        expressions = [one.expression for one in (triples_map.subject, *objects)]
        return any(self.form(one, triples_map.source) for one in objects) or any(
            _may_fail(one) for one in (*conditions, *expressions) if one is not None
        )

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
        form = self.form(term_map, source)
        if form is None:
            return
        condition = self.compiler.condition(entry.condition, rows)
        value = _where(in_text(self.compiler.value(term_map.expression, rows, term_map.place)), condition)
        fits = applied(value, lambda text: text.re_search(LEXICAL[form]).ifelse(text, ibis.null("string")))
        reason = f"no xsd:{form.rpartition('#')[2]}"
        place, severity = term_map.place, Severity.REJECT
        rows.check(value, fits, code=SampleMisfit.code, severity=severity, reason=reason, place=place)

    def form(self, term_map: TermMap, source: str) -> str | None:
        """The datatype whose form the values of a term map must have; None without one, or if a function sees to it."""
        datatype = term_map.datatype
        if not isinstance(datatype, Constant) or datatype.value not in LEXICAL or self.is_made(term_map, source):
            return None
        return datatype.value

    def is_made(self, term_map: TermMap, source: str) -> bool:
        """Whether a function makes the text, here or in a field, that has no result for what it cannot write so."""
        expression, views = term_map.expression, self.compiler.mapping.views
        while isinstance(expression, Reference) and source in views:
            fields = {entry.name: entry.expression for entry in views[source].fields if isinstance(entry, Field)}
            expression, source = fields.get(expression.name, expression), views[source].on
        return isinstance(expression, FunctionCall) and _fails(expression)


def _fails(call: FunctionCall) -> bool:
    found = find(call.function)
    return found is not None and found[0].fails is not None


def _may_fail(expression: Expression) -> bool:
    """Whether a function in an expression may have no result for a value."""
    if not isinstance(expression, FunctionCall):
        return False
    return _fails(expression) or any(_may_fail(parameter) for _, parameter in expression.parameters)


def _field_expressions(fields: tuple[Field | IterableField, ...]) -> Iterator[Expression]:
    for entry in fields:
        if isinstance(entry, Field):
            yield entry.expression
        else:
            yield from _field_expressions(entry.fields)


def _leave_values(rows: Rows) -> None:
    """Leave the checks of datatypes and functions; of lookups, IRIs and language tags the export tells."""
    for one in (*rows.before, rows):
        one.checks = [check for check in one.checks if check.code in (SampleMisfit.code, NoResult.code)]


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
