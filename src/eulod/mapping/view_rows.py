"""The rows of a view: fields added to those it stands on, items as rows of their own, joins with other views."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import ibis

from eulod.mapping.marked import index, unmarked
from eulod.mapping.rows import Rows
from eulod.mapping.term_map import Expression
from eulod.mapping.triples_map import Field, IterableField, View, ViewJoin
from eulod.mapping.values import Value, column


class CompilesExpressions(Protocol):
    """What a view needs of the compiler of its mapping."""

    def rows_of(self, name: str, place: Any) -> Rows:
        """The rows of a source or view, compiled once."""

    def value(self, expression: Expression, rows: Rows, place: Any) -> Value:
        """An expression over rows."""


def view_rows(compiler: CompilesExpressions, view: View) -> Rows:
    """The rows of `view`, run once and kept."""
    rows = compiler.rows_of(view.on, view.place).copy()
    if view.closed:
        rows.fields = _closed_fields(compiler, rows, view.fields)
        rows.closed = True
    else:
        _add_fields(compiler, rows, view.fields)
    for join in view.joins:
        _join(compiler, rows, join)
    rows.keep()
    return rows


def _add_fields(compiler: CompilesExpressions, rows: Rows, fields: Iterable[Field | IterableField]) -> None:
    """Add fields one after the other; each may use those before it."""
    for entry in fields:
        if isinstance(entry, Field):
            rows.add(entry.name, compiler.value(entry.expression, rows, entry.place))
        else:
            items = rows.iterate(entry.name, entry.iterator, entry.place)
            items.fields = {name: value for name, value in rows.fields.items() if name.startswith(f"{entry.name}.")}
            _add_fields(compiler, items, entry.fields)
            rows.table, rows.joins = items.settle(), items.joins
            rows.fields.update(items.fields)


def _closed_fields(
    compiler: CompilesExpressions, rows: Rows, fields: Iterable[Field | IterableField]
) -> dict[str, Value]:
    """The fields of a view that has no others: none sees another, and each of several values has a row of its own."""
    made: dict[str, Value] = {}
    for entry in fields:
        if isinstance(entry, Field):
            made |= _field(rows, entry.name, compiler.value(entry.expression, rows, entry.place))
        else:
            scope = rows.fields
            items = rows.iterate(entry.name, entry.iterator, entry.place, keep_empty=True)
            made[f"{entry.name}.#"] = rows.fields.pop(f"{entry.name}.#")
            items.fields = {}
            made |= _closed_fields(compiler, items, entry.fields)
            rows.table, rows.joins, rows.fields = items.settle(), items.joins, scope
    return made


def _field(rows: Rows, name: str, value: Value) -> dict[str, Value]:
    """A field in a column of its own, and the index of its value."""
    kept = rows.own_column(name, value)
    if not kept.many:
        return {name: kept, f"{name}.#": _marked_index(rows, ibis.literal("0"), value.origins)}
    table = rows.settle()
    rows.joins += 1
    place = f"index:{rows.joins}"
    several = Value(kept.marked or kept.build, kept.origins, many=True)
    rows.joins += 1
    item = f"item:{rows.joins}"
    table = table.mutate(**{item: several.build(table)}).unnest(item, offset=place, keep_empty=True)
    rows.table = table.mutate(**{place: ibis._[place].cast("string")})
    single = column(item, origins=value.origins)
    return {name: single if kept.marked is None else unmarked(single), f"{name}.#": index(place, value.origins)}


def _marked_index(rows: Rows, text: ibis.Value, origins: frozenset[str]) -> Value:
    rows.joins += 1
    name = f"index:{rows.joins}"
    rows.pending[name] = Value(lambda _: text)
    return index(name, origins)


def _join(compiler: CompilesExpressions, rows: Rows, join: ViewJoin) -> None:
    """Add the fields of a join: of each row that fits, or null where none fits and the join is no inner one."""
    other = compiler.rows_of(join.parent, join.place).copy()
    children = [compiler.value(condition.child, rows, condition.place) for condition in join.conditions]
    parents = [compiler.value(condition.parent, other, condition.place) for condition in join.conditions]
    fields = {entry.name: compiler.value(entry.expression, other, entry.place) for entry in join.fields}
    left, right = rows.settle(), other.settle()
    rows.joins += 1
    keys = [f"join:{rows.joins}:{n}" for n in range(len(parents))]
    names = {f"joined:{rows.joins}:{name}": value for name, value in fields.items()}
    wanted = {name: (value.marked or value.build)(right) for name, value in names.items()}
    chosen = right.select(**{key: value.build(right) for key, value in zip(keys, parents, strict=True)}, **wanted)
    conditions = [value.build(left) == chosen[key] for value, key in zip(children, keys, strict=True)]
    method: Callable[..., ibis.Table] = left.inner_join if join.inner else left.left_join
    rows.table = method(chosen, conditions).select(left, *(chosen[name] for name in names))
    origins = frozenset[str]().union(*(value.origins for value in children))
    for name, value in names.items():
        kept = column(name, origins=origins, many=value.many, safe=value.safe)
        rows.fields[name.split(":", 2)[2]] = kept if value.marked is None else unmarked(kept)


def declared_fields(view: View) -> list[str]:
    """The names that references to a closed view may use."""
    names = [join_field.name for join in view.joins for join_field in join.fields]
    return [*_names(view.fields), *names]


def _names(fields: Iterable[Field | IterableField]) -> list[str]:
    found: list[str] = []
    for entry in fields:
        if isinstance(entry, Field):
            found += [entry.name, f"{entry.name}.#"]
        else:
            found += [f"{entry.name}.#", *_names(entry.fields)]
    return found
