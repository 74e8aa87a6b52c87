"""Constraints on each value, on how many there are and on their languages, of many property shapes in one pass.

Source: https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
from rdflib import SH, XSD, Graph, Literal
from rdflib.term import Node

from eulod.validation.compile.datatype import datatype
from eulod.validation.compile.declaration import Declaration
from eulod.validation.compile.failing import judged
from eulod.validation.compile.membership import is_in
from eulod.validation.compile.node_kind import node_kind
from eulod.validation.compile.ranges import limit
from eulod.validation.compile.strings import language_in, max_length, min_length, pattern
from eulod.validation.compile.terms import any_of, has_language, language
from eulod.validation.compile.value_test import NotCompilable, ValueTest
from eulod.validation.term_text import term_text

LIMITS = (SH.minInclusive, SH.minExclusive, SH.maxInclusive, SH.maxExclusive)
TESTS = (SH.nodeKind, SH.datatype, SH["in"], SH.pattern, SH.minLength, SH.maxLength, SH.languageIn, *LIMITS)
COUNTS = (SH.minCount, SH.maxCount, SH.uniqueLang, SH.hasValue)
Told = Callable[[Declaration, Node, str], None]


@dataclass(frozen=True, slots=True)
class Rows:
    """Value nodes, columns focus, predicate and value, and the predicate that they come by, unless all do."""

    table: ibis.Table
    predicate: str = ""

    @property
    def mine(self) -> ir.BooleanValue:
        """Say which rows are meant."""
        return self.table.predicate == self.predicate if self.predicate else self.table.focus.notnull()

    def where_mine(self, condition: ir.BooleanValue) -> ir.BooleanValue:
        """Say where a condition holds of the rows that are meant; it is not looked at for others."""
        return self.mine.ifelse(condition, ibis.literal(False))


@dataclass(slots=True)
class Pass:
    """What one pass over value nodes gathers for each focus node, and what then makes it fail."""

    may: list[Callable[[ibis.Table], ir.BooleanValue]]
    sure: list[Callable[[ibis.Table], ir.BooleanValue]]
    gathered: dict[str, ir.Value]
    needs_absent: bool = False

    def gather(self, value: ir.Value) -> str:
        """Ask for an aggregate; gives the name of its column, the same where it is asked for already."""
        same = (name for name, one in self.gathered.items() if one.equals(value))
        name = next(same, f"a{len(self.gathered)}")
        self.gathered[name] = value
        return name

    def fail(self, test: Callable[[ibis.Table], ir.BooleanValue]) -> None:
        """Let focus nodes fail, for sure, where the test on the gathered columns holds."""
        self.may.append(test)
        self.sure.append(test)


def failing_values(
    nodes: ibis.Table, parts: list[tuple[Declaration, Rows]], shapes: Graph, told: Told, *, sure: bool
) -> ibis.Table:
    """Focus nodes that fail what some shapes ask of their values; all parts look at the same table of rows.

    Without `sure` none of them is said to fail for sure, which costs less.
    """
    passed, bad, surely_bad = Pass([], [], {}), list[ir.BooleanValue](), list[ir.BooleanValue]()
    for declaration, rows in parts:
        for test in _tests(declaration, rows.table.value, shapes, told):
            bad.append(rows.where_mine(~test.passes.coalesce(ibis.literal(False))))
            surely_bad += [rows.where_mine(test.fails)] if sure else []
        _counts(declaration, rows, passed, told)
    if bad:
        may = passed.gather(any_of(bad).any())
        passed.may.append(lambda table: table[may])
    if surely_bad:
        surely = passed.gather(any_of(surely_bad).any())
        passed.sure.append(lambda table: table[surely])
    if not sure:
        passed.sure.clear()
    return _failing(nodes, parts[0][1].table, passed)


def _failing(nodes: ibis.Table, rows: ibis.Table, passed: Pass) -> ibis.Table:
    found = rows.group_by(node=rows.focus).aggregate(**passed.gathered)
    if passed.needs_absent:
        every = nodes.select(every=nodes.node)
        joined = every.left_join(found, every.every == found.node)
        found = joined.select(node=joined.every, **{name: joined[name] for name in passed.gathered})
    false = ibis.literal(False)
    may = [test(found).coalesce(false) for test in passed.may]
    return judged(found, any_of(may), any_of([test(found).coalesce(false) for test in passed.sure]))


def asks_values(declaration: Declaration) -> bool:
    """Whether a shape has constraints that `failing_values` knows."""
    return any(parameter in declaration.parameters for parameter in (*TESTS, *COUNTS))


def _tests(declaration: Declaration, value: ir.StringValue, shapes: Graph, told: Told) -> list[ValueTest]:
    tests = []
    for parameter in TESTS:
        for rule in declaration.parameters.get(parameter, ()):
            try:
                tests.append(_test(declaration, parameter, rule, value, shapes))
            except NotCompilable as reason:
                told(declaration, parameter, str(reason))
                tests.append(ValueTest(ibis.literal(False), ibis.literal(False)))
    if declaration.path is None:
        wanted = [term_text(term) for term in declaration.parameters.get(SH.hasValue, ())]
        tests += [ValueTest(value == term, value != term) for term in wanted]
    return tests


def _test(declaration: Declaration, parameter: Node, rule: Node, value: ir.StringValue, shapes: Graph) -> ValueTest:
    if parameter in LIMITS:
        return limit(parameter, rule, value)  # type: ignore[arg-type]
    if parameter == SH.pattern:
        return pattern(rule, tuple(shapes.objects(declaration.node, SH.flags)), value)
    rule = declaration.one(parameter)
    if parameter in (SH["in"], SH.languageIn):
        return (is_in if parameter == SH["in"] else language_in)(shapes, rule, value)
    simple = {SH.nodeKind: node_kind, SH.datatype: datatype, SH.minLength: min_length, SH.maxLength: max_length}
    return simple[parameter](rule, value)  # type: ignore[index]


def _counts(declaration: Declaration, rows: Rows, passed: Pass, told: Told) -> None:
    for parameter in COUNTS:
        if parameter in declaration.parameters and (declaration.path is not None or parameter != SH.hasValue):
            try:
                _COUNTS[parameter](declaration, rows, passed)
            except NotCompilable as reason:
                told(declaration, parameter, str(reason))
                passed.needs_absent = True
                passed.may.append(lambda table: table.node.notnull())


def _number(declaration: Declaration, parameter: Node) -> int:
    rule = declaration.one(parameter)
    whole = isinstance(rule, Literal) and rule.datatype == XSD.integer and isinstance(rule.value, int)
    if declaration.path is None or not whole or rule.value < 0:  # type: ignore[attr-defined]
        raise NotCompilable(f"{rule} is no count, or the shape has no path")
    return int(rule.value)  # type: ignore[attr-defined]


def _min_count(declaration: Declaration, rows: Rows, passed: Pass) -> None:
    least, count = _number(declaration, SH.minCount), passed.gather(rows.mine.cast("int64").sum())
    if least:
        passed.needs_absent = True
        passed.fail(lambda table: table[count].coalesce(0) < least)


def _max_count(declaration: Declaration, rows: Rows, passed: Pass) -> None:
    most, count = _number(declaration, SH.maxCount), passed.gather(rows.mine.cast("int64").sum())
    passed.fail(lambda table: table[count] > most)


def _unique_lang(declaration: Declaration, rows: Rows, passed: Pass) -> None:
    rule = declaration.one(SH.uniqueLang)
    if not isinstance(rule, Literal) or not isinstance(rule.value, bool) or declaration.path is None:
        raise NotCompilable("sh:uniqueLang is no boolean, or the shape has no path")
    if rule.value:
        tagged = rows.mine & has_language(rows.table.value)
        texts = passed.gather(tagged.cast("int64").sum())
        tags = passed.gather(language(rows.table.value).nunique(where=tagged))
        passed.fail(lambda table: table[texts] > table[tags])


def _has_value(declaration: Declaration, rows: Rows, passed: Pass) -> None:
    passed.needs_absent = True
    for term in declaration.parameters[SH.hasValue]:
        found = passed.gather((rows.mine & (rows.table.value == term_text(term))).any())
        passed.fail(lambda table, found=found: ~table[found].coalesce(ibis.literal(False)))  # type: ignore[misc]


_COUNTS = {SH.minCount: _min_count, SH.maxCount: _max_count, SH.uniqueLang: _unique_lang, SH.hasValue: _has_value}
