"""The rows that a triples map or a view iterates over, while it is compiled: a table that grows columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.errors import Place
from eulod.linking.tables import Lookup, normalised
from eulod.mapping.errors import MappingSyntax, UnknownReference, nearest
from eulod.mapping.marked import index as index_value
from eulod.mapping.marked import unmarked
from eulod.mapping.values import Check, Severity, Value, applied, column
from eulod.sources.records import DOCUMENT, FILE, LINE, RECORD, Records
from eulod.staged_name import shown_name

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

ORIGIN = "origin:"
_FIELD = "field:"
_FOUND = "found:"
MADE = "made:"
_STEPS = (_FOUND, MADE)
_OWN = (*_STEPS, ORIGIN)


@dataclass(slots=True)
class Rows:
    """A table, the fields it has, and what must hold for its records.

    `document` is the column with the JSON text that references go into (None for CSV), and `path` the place of that
    text in the record, for messages. With `lineage`, what each reference reads is kept in a column `origin:label`. In a
    `closed` view only its fields may be referred to. `joins` counts the columns that were added, and `before` are the
    rows before each filter whose condition has checks. Columns are added in steps: what paths find in documents, what
    is made of that, fields; `known` are those of the first two steps, by what they are made from. `said` are the
    columns that the rows of a source or view have before a triples map adds its own.
    `asked` are the paths from the record that references read, with their places, for all rows of a source.
    """

    engine: Engine
    records: Records
    table: ibis.Table
    lineage: bool
    fields: dict[str, Value] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    document: str | None = None
    closed: bool = False
    path: str = ""
    root: str = "$"
    asked: dict[str, tuple[str, Place]] = field(default_factory=dict)
    joins: int = 0
    pending: dict[str, Value] = field(default_factory=dict)
    found: dict[str, Value] = field(default_factory=dict)
    made: dict[str, Value] = field(default_factory=dict)
    known: dict[object, tuple[object, Value]] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    before: tuple[Rows, ...] = ()

    @classmethod
    def of(cls, engine: Engine, records: Records, *, lineage: bool) -> Rows:
        """The records of a source, before any field."""
        document = DOCUMENT if records.columns is None else None
        rows = cls(engine, records, records.table, lineage, document=document)
        if lineage:
            rows.table = engine.keep(rows.table.mutate(**{LINE: rows.line()}))
        return rows

    def line(self) -> ibis.Value:
        """The line of the scoped document, or the row, in its file, where the format tells."""
        if self.document is None and LINE in self.table.columns:
            return self.table[LINE]
        if self.records.paths is None or self.records.paths.line is None:
            return ibis.null("string")
        return self.engine.json_text(self.table[self.document or ""], self.records.paths.line)

    def copy(self) -> Rows:
        """The same rows, to be grown apart; checks start empty, since the original keeps its own."""
        said = tuple(name for name in self.settle().columns if name not in (FILE, RECORD, LINE))
        own = {"fields": dict(self.fields), "known": dict(self.known), "pending": {}, "found": {}, "made": {}}
        return replace(self, checks=[], before=(), said=said, **own)  # type: ignore[arg-type]

    def keep_where(self, holds: Value) -> None:
        """Leave only the rows for which a condition holds; what it checks is still checked for all."""
        table = self.settle()
        if self.checks:
            self.before = (*self.before, replace(self, table=table))
            self.checks = []
        self.table = table.filter(holds.build(table))

    @property
    def checked(self) -> tuple[Rows, ...]:
        """These rows and those before each filter, as far as they have checks."""
        return tuple(rows for rows in (*self.before, self) if rows.checks)

    def settle(self) -> ibis.Table:
        """The table with every column that was added so far."""
        for step in (self.found, self.made, self.pending):
            if step:
                self.table = self.table.mutate(**{name: value.build(self.table) for name, value in step.items()})
        self.found, self.made, self.pending = {}, {}, {}
        return self.table

    def keep(self) -> None:
        """Run the table once, so that what follows starts from its rows."""
        table = self.settle()
        if not self.checks:
            table = table.drop(*(name for name in table.columns if name.startswith(_STEPS)))
            self.known = {}
        self.table = self.engine.keep(table)

    def reference(self, name: str, place: Place) -> Value:
        """The value of a field, a column or a path.

        Raises UnknownReference, with the names that there are.
        """
        if name in self.fields:
            if any(pending.startswith(_FIELD) and pending.endswith(f":{name}") for pending in self.pending):
                self.settle()
            return self.fields[name]
        if self.document is not None and not self.closed:
            return self.in_document(name, place)
        if self.closed or self.records.columns is None or name not in self.records.columns:
            raise self.unknown(name, place)
        return self.remembered(name, Value(lambda table: table[name], frozenset({name})))

    def in_document(self, name: str, place: Place) -> Value:
        assert self.records.paths is not None
        document, path, engine = self.document or "", self.records.paths.reference(name, place), self.engine
        read = engine.json_marked if self.records.typed else engine.json_text
        self.asked.setdefault(self.path + name, (self.root + path[1:], place))

        def found() -> Value:
            many, origins = engine.finds_several(path), frozenset({self.path + name})
            texts = Value(lambda table: read(table[document], path), origins, many)
            kept = self.step(self.found, _FOUND, applied(texts, lambda text: text.nullif("")))
            return unmarked(kept) if self.records.typed else kept

        return self.remembered(self.path + name, self.once((document, path), path, found))

    def once(self, key: object, alive: object, make: Callable[[], Value]) -> Value:
        """What `make` gives, made once for each key; `alive` is kept, so that its identity may be the key."""
        if key not in self.known:
            self.known[key] = (alive, make())
        return self.known[key][1]

    def step(self, step: dict[str, Value], start: str, value: Value) -> Value:
        """`value` as a column of its own, which is there from a step on."""
        self.joins += 1
        name = f"{start}{self.joins}"
        step[name] = value
        return column(name, origins=value.origins, many=value.many, safe=value.safe)

    def remembered(self, label: str, value: Value) -> Value:
        known = {name.lower() for name in (*self.table.columns, *self.pending, *self.made)}
        if self.lineage and f"{ORIGIN}{label}".lower() not in known:
            self.pending[ORIGIN + label] = replace(value, build=lambda table: value.build(table).cast("string"))
        return value

    def unknown(self, name: str, place: Place) -> UnknownReference:
        known = [*self.fields] if self.closed else [*(self.records.columns or ()), *self.fields]
        files = (
            "the view" if self.closed else ", ".join(Path(shown_name(str(path))).name for path in self.records.files)
        )
        what = "field" if self.closed else "column"
        problem = f"{what} '{name}' is read; {files} has: {', '.join(known)}"
        return UnknownReference(problem, place=place, help=nearest(name, known))

    def key(self, number: int) -> Value:
        """A text for each row that depends on nothing but what the row says; rows that say the same are counted."""
        said = [name for name in self.said if not name.startswith(_OWN)]

        def build(table: ibis.Table) -> ibis.Value:
            parts = [ibis.coalesce(table[name].cast("string"), ibis.literal("\x1e")) for name in said]
            again = ibis.row_number().over(group_by=[table[name] for name in said]).cast("string")
            return ibis.literal("\x1f").join([ibis.literal(str(number)), *parts, again])

        return self.once(("key", number), None, lambda: self.step(self.found, _FOUND, Value(build)))

    def add(self, name: str, value: Value) -> None:
        """Make `value` the field `name`."""
        self.fields[name] = self.own_column(name, value)

    def own_column(self, name: str, value: Value) -> Value:
        """`value` as a column of its own for the field `name`: engines do not tell names apart by capitals."""
        self.joins += 1
        own = f"{_FIELD}{self.joins}:{name}"
        self.pending[own] = value if value.marked is None else replace(value, build=value.marked)
        kept = column(own, origins=value.origins, many=value.many, safe=value.safe)
        return kept if value.marked is None else unmarked(kept)

    def iterate(self, name: str, iterator: str, place: Place, *, keep_empty: bool = False) -> Rows:
        """One row for each item that `iterator` finds, scoped to the item for the fields that follow.

        With `keep_empty`, a record without items keeps one row. Raises MappingSyntax for records that have no items.
        """
        if self.document is None or self.closed or self.records.paths is None:
            help = "split a cell with fn:split, which gives several values"
            where = "a view, which shows its fields alone" if self.closed else "records of a table"
            raise MappingSyntax(f"'{iterator}' iterates in {where}", place=place, help=help)
        path = self.records.paths.iterator(iterator, place)
        table = self.settle()
        self.joins += 1
        item, index = f"item:{self.joins}", f"index:{self.joins}"
        items = table.mutate(**{item: self.engine.json_list(table[self.document], path)})
        self.table = items.unnest(item, offset=index, keep_empty=keep_empty).mutate(
            **{index: ibis._[index].cast("string")}
        )
        self.fields[f"{name}.#"] = index_value(index, frozenset({self.path + iterator}))
        where, root = f"{self.path}{iterator}.", self.root + path[1:]
        scoped = replace(self, document=item, path=where, root=root, pending={}, found={}, made={})
        if self.lineage:
            scoped.table = scoped.table.mutate(**{LINE: ibis.coalesce(scoped.line(), scoped.table[LINE])})
        return scoped

    def look_up(self, key: Value, lookup: Lookup, result: str) -> Value:
        """The `result` column of a lookup table at each key; null where the table lacks it."""
        self.joins += 1
        name, known = f"lookup:{self.joins}", f"known:{self.joins}"
        table, rows = self.settle(), lookup.table(self.engine)
        right = rows.select(**{known: rows["key"], name: rows[result]})
        if key.many:
            asked = f"asked:{self.joins}"
            found = self.look_up_each(key.build(table), right, known, name)
            self.table = table.mutate(**{asked: key.build(table)}).left_join(found, [(asked, known)]).drop(known)
        else:
            asked = f"asked:{self.joins}"
            asking = table.mutate(**{asked: normalised(self.engine, key.build(table))})
            self.table = asking.left_join(right, [(asked, known)]).drop(asked, known)
        return column(name, origins=key.origins, many=key.many)

    def look_up_each(self, keys: ibis.Value, right: ibis.Table, known: str, name: str) -> ibis.Table:
        """For each distinct array of keys, in `known`, the array of their results, in `name`."""
        items = self.table.select(keys=keys).distinct().mutate(item=ibis._["keys"]).unnest("item", offset="at")
        matched = items.left_join(right, normalised(self.engine, items["item"]) == right[known])
        results = matched[name].collect(order_by=matched["at"], include_null=True)
        return matched.group_by(**{known: matched["keys"]}).aggregate(**{name: results})

    def check(self, key: Value, result: Value, *, code: str, severity: Severity, reason: str, place: Place) -> None:
        """Note that `key` without a `result` is a problem; of several values, each without its result."""

        def failed(table: ibis.Table) -> ibis.Value:
            return key.build(table).notnull() & result.build(table).isnull()

        def failures(table: ibis.Table) -> ibis.Value:
            pairs = key.build(table).zip(result.build(table))
            return pairs.filter(lambda pair: pair.f1.notnull() & pair.f2.isnull()).map(lambda pair: pair.f1).join(", ")

        if key.many:
            check = Check(code, severity, lambda table: failures(table) != "", failures, key.origins, reason, place)
        else:
            check = Check(code, severity, failed, key.build, key.origins, reason, place)
        self.checks.append(check)
