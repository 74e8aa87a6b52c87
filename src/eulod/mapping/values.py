"""Values of expressions while they are compiled: closures over the table that will hold their columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import ibis

from eulod.errors import Place
from eulod.terms.concatenation import concatenated

Build = Callable[[ibis.Table], Any]


@dataclass(frozen=True, slots=True)
class Value:
    """One expression, ready to be built on a table.

    `origins` are the labels of the source columns that it reads. `many` says that it gives an array of values, `safe`
    that none of them holds a character to escape, `distinct` that an array holds each text once, sorted. `marked` gives
    the same values of JSON with the marks of its scalars, lists and objects.
    """

    build: Build
    origins: frozenset[str] = frozenset()
    many: bool = False
    safe: bool = False
    constant: str | None = None
    marked: Build | None = None
    distinct: bool = False


class Severity(Enum):
    """What a failed check does: reject the record, or leave a statement out and report a finding."""

    REJECT = "reject"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold for each record, with what to say where it does not."""

    code: str
    severity: Severity
    failed: Build
    value: Build
    origins: frozenset[str]
    reason: str
    place: Place


def constant(text: str) -> Value:
    """The same text on every row."""
    return Value(lambda _: ibis.literal(text), constant=text)


def column(name: str, *, origins: frozenset[str], many: bool = False, safe: bool = False) -> Value:
    """The column `name` of the table."""
    return Value(lambda table: table[name], origins, many, safe)


def applied(value: Value, change: Callable[[Any], Any], *, safe: bool = False) -> Value:
    """`change` applied to each value, inside of arrays too."""
    if value.many:
        return Value(lambda table: value.build(table).map(change), value.origins, many=True, safe=safe)
    return Value(lambda table: change(value.build(table)), value.origins, safe=safe)


def as_text(value: Any) -> Any:
    """A column as text: the true and false of a condition in letters, a text as it is."""
    return value if value.type().is_string() else value.cast("string")


def as_condition(value: Any) -> Any:
    """A column as true and false: the text true, in whatever case, is true."""
    return value if value.type().is_boolean() else value.lower() == "true"


def in_text(value: Value) -> Value:
    """`value`, which may be a condition, as text."""

    def build(table: ibis.Table) -> Any:
        built = value.build(table)
        if not value.many:
            return as_text(built)
        return built if built.type().value_type.is_string() else built.map(as_text)

    return replace(value, build=build)


def in_truth(value: Value) -> Value:
    """`value`, which may be a text, as a condition."""
    return replace(value, build=lambda table: as_condition(value.build(table)))


def joined(parts: list[Value]) -> Value:
    """Texts one after the other; where several of them have several values, each with each."""
    if all(part.constant is not None for part in parts):
        return constant("".join(part.constant or "" for part in parts))
    origins = frozenset().union(*(part.origins for part in parts))

    def build(table: ibis.Table) -> Any:
        whole, many = parts[0].build(table), parts[0].many
        for part in parts[1:]:
            whole, many = _appended(whole, part.build(table), many, part.many), many or part.many
        return whole

    several = [part for part in parts if part.many]
    distinct = len(several) == 1 and several[0].distinct
    return Value(build, origins, many=bool(several), distinct=distinct)


def _appended(left: Any, right: Any, left_many: bool, right_many: bool) -> Any:
    if left_many and right_many:
        return left.map(lambda before: right.map(lambda after: concatenated(before, after))).flatten()
    if left_many:
        return left.map(lambda before: concatenated(before, right))
    return right.map(lambda after: concatenated(left, after)) if right_many else concatenated(left, right)
