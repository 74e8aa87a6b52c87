"""Subjects of a parent triples map joined to the rows of a child."""

from __future__ import annotations

import ibis

from eulod.mapping.rows import Rows
from eulod.mapping.values import Value


def joined_subjects(rows: Rows, children: list[Value], other: Rows, parents: list[Value], subject: Value) -> Value:
    """For each of `rows`, the subjects of those of `other` whose keys are equal, as several values, sorted.

    A key of several values is equal where one of them is. Null is equal to nothing.
    """
    rows.joins += 1
    name = f"parent:{rows.joins}"
    keys = [f"{name}:{n}" for n in range(len(parents))]
    subjects = _subjects(other.settle(), dict(zip(keys, parents, strict=True)), name, subject)
    left = rows.settle().mutate(
        **{f"{key}:child": value.build(rows.table) for key, value in zip(keys, children, strict=True)}
    )
    asked = [f"{key}:child" for key in keys]
    several = [key for key, value in zip(asked, children, strict=True) if value.many]
    if several:
        found = _found_by_several(left, subjects, asked, several, name)
    else:
        found = subjects.group_by(keys).aggregate(**{name: subjects[name].collect(order_by=subjects[name])})
    answers = [f"{key}:asked" if several else own for key, own in zip(asked, keys, strict=True)]
    conditions = [left[key] == found[answer] for key, answer in zip(asked, answers, strict=True)]
    rows.table = left.left_join(found, conditions).drop(*answers)
    origins = frozenset[str]().union(*(value.origins for value in children))
    return Value(lambda table: table[name], origins, many=True, distinct=True)


def _subjects(table: ibis.Table, keys: dict[str, Value], name: str, subject: Value) -> ibis.Table:
    """The distinct subjects with their keys, each in a column with one value."""
    values = {**keys, name: subject}
    found = table.select(**{column: value.build(table) for column, value in values.items()})
    for column in (column for column, value in values.items() if value.many):
        found = found.mutate(**{column: found[column].unnest()})
    return found.filter(found[name].notnull()).distinct()


def _found_by_several(
    left: ibis.Table, subjects: ibis.Table, asked: list[str], several: list[str], name: str
) -> ibis.Table:
    """For each distinct combination of keys, in `asked` with :asked behind, the subjects that one of each finds."""
    combinations = left.select(*asked).distinct()
    items = combinations.mutate(**{f"{key}:asked": combinations[key] for key in asked})
    for key in several:
        items = items.mutate(**{key: items[key].unnest()})
    conditions = [items[key] == subjects[key.removesuffix(":child")] for key in asked]
    matched = items.join(subjects, conditions).select(*(f"{key}:asked" for key in asked), name).distinct()
    return matched.group_by([f"{key}:asked" for key in asked]).aggregate(
        **{name: matched[name].collect(order_by=matched[name])}
    )
