"""Ibis expressions as Spark SQL that means what DuckDB's SQL means: Ibis's compiler, corrected where they differ."""

from __future__ import annotations

from functools import partial
from typing import Any

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import NULL
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

from eulod.engines import spark_functions as functions
from eulod.engines.java_pattern import java_pattern, java_replacement
from eulod.engines.json_steps import sections
from eulod.engines.simple_case import (
    SIMPLE_CAPITALS,
    SIMPLE_SMALL,
    SPECIAL_CAPITALS,
    SPECIAL_SMALL,
    STAND_INS,
)
from eulod.engines.spark_json import JsonSql


class SparkCompiler(PySparkCompiler):  # type: ignore[misc]  # Ibis has no types
    """What Ibis writes for Spark, with regular expressions in Java's syntax and what Ibis has no word for."""

    __slots__ = ()

    def sql(self, expression: ir.Expr) -> str:
        """The query text of a table or of one value."""
        return str(self.to_sqlglot(expression).sql(dialect=self.dialect))

    def visit_ScalarUDF(self, op: Any, **arguments: Any) -> Any:
        """A function of Spark, or one that is written out here."""
        given = list(arguments.values())
        match op.__func_name__:
            case functions.JSON_TEXT:
                return self._json_value(*given, marked=False)
            case functions.JSON_MARKED:
                return self._json_value(*given, marked=True)
            case functions.JSON_LIST:
                return self._json_list(*given)
            case functions.JSON_TEXTS:
                return self._json_texts(*given)
            case functions.JSON_ALL_MARKED:
                return JsonSql(self.f).each(self._json_list(*given), JsonSql(self.f).marked_item)
            case functions.JSON_REPEATS_KEY:
                return JsonSql(self.f).repeats_key(*given)
            case functions.JSON_DEEPER:
                return JsonSql(self.f).deeper(*given)
            case name:
                return self.f.anon[name](*given)

    def _json_value(self, document: Any, path: Any, *, marked: bool) -> Any:
        json, ((asked, _),) = JsonSql(self.f), sections(str(path.this))
        return json.marked(document, asked) if marked else json.plain(document, asked)

    def _json_list(self, document: Any, path: Any) -> Any:
        *wild, (after, _) = sections(str(path.this))
        json, found = JsonSql(self.f), self._wild(document, wild)
        if after == "$":
            return found
        asked = json.there(found, after)
        return json.each(asked, lambda item: json.value(item, after))

    def _json_texts(self, document: Any, path: Any) -> Any:
        *wild, (after, _) = sections(str(path.this))
        json, found = JsonSql(self.f), self._wild(document, wild)
        asked = found if after == "$" else json.there(found, after)
        return json.each(asked, lambda item: json.plain(item, after))

    def _wild(self, document: Any, wild: list[tuple[str, str]]) -> Any:
        """The JSON texts that the sections of a path with a wildcard find."""
        json, ((path, kind), *others) = JsonSql(self.f), wild
        found = json.found(document, path, kind)
        for path, kind in others:
            found = json.flat(json.each(found, partial(json.found, path=path, kind=kind)))
        return found

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:
        """A constant; for floats Ibis asks its backend, which is not loaded, whether not-a-number is null."""
        if dtype.is_floating():
            return super(PySparkCompiler, self).visit_NonNullLiteral(op, value=value, dtype=dtype)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_Field(self, op: Any, *, rel: Any, name: Any) -> Any:
        """A column, of floats as of others."""
        return super(PySparkCompiler, self).visit_Field(op, rel=rel, name=name)

    def visit_Uppercase(self, op: Any, *, arg: Any) -> Any:
        f, special = self.f.anon, sge.convert(f"[{SPECIAL_CAPITALS}]")
        put_aside = f.translate(arg, sge.convert(SPECIAL_CAPITALS), sge.convert(STAND_INS))
        capitals = f.translate(f.upper(put_aside), sge.convert(STAND_INS), sge.convert(SIMPLE_CAPITALS))
        return self.if_(f.regexp_like(arg, special), capitals, f.upper(arg))

    def visit_Lowercase(self, op: Any, *, arg: Any) -> Any:
        f = self.f.anon
        return f.lower(f.translate(arg, sge.convert(SPECIAL_SMALL), sge.convert(SIMPLE_SMALL)))

    def visit_StringSplit(self, op: Any, *, arg: Any, delimiter: Any) -> Any:
        quoted = sge.convert("\\Q" + str(delimiter.this).replace("\\E", "\\E\\\\E\\Q") + "\\E")
        return self.f.anon.split(arg, quoted, sge.convert(-1))

    def _pattern(self, pattern: Any) -> Any:
        if not isinstance(pattern, sge.Literal):
            raise TypeError("a regular expression must be the same for every record")
        return sge.convert(java_pattern(str(pattern.this)))

    def visit_RegexSearch(self, op: Any, *, arg: Any, pattern: Any) -> Any:
        return self.f.anon.regexp_like(arg, self._pattern(pattern))

    def visit_RegexExtract(self, op: Any, *, arg: Any, pattern: Any, index: Any) -> Any:
        return self.f.anon.regexp_extract(arg, self._pattern(pattern), index)

    def visit_RegexReplace(self, op: Any, *, arg: Any, pattern: Any, replacement: Any) -> Any:
        written = sge.convert(java_replacement(str(replacement.this)))
        return self.f.anon.regexp_replace(arg, self._pattern(pattern), written)

    def visit_RegexSplit(self, op: Any, *, arg: Any, pattern: Any) -> Any:
        return self.f.anon.split(arg, self._pattern(pattern), -1)

    def visit_ArrayCollect(
        self, op: Any, *, arg: Any, where: Any, order_by: Any, include_null: bool, distinct: bool
    ) -> Any:
        """A list in a declared order, nulls in their place: the pairs of key and value sorted by key."""
        if not (include_null and len(order_by) == 1 and where is None and not distinct):
            return super().visit_ArrayCollect(
                op, arg=arg, where=where, order_by=order_by, include_null=include_null, distinct=distinct
            )
        pair = self.f.anon.struct(order_by[0].this, arg)
        ordered = self.f.anon.sort_array(self.f.anon.collect_list(pair))
        item = sg.to_identifier("pair", quoted=self.quoted)
        return self.f.anon.transform(
            ordered, sge.Lambda(this=sge.Dot(this=item, expression="col2"), expressions=[item])
        )

    def visit_WindowFunction(self, op: Any, *, func: Any, group_by: Any, order_by: Any, **kwargs: Any) -> Any:
        """Spark counts no distinct values over a window; the set of them has as many."""
        if isinstance(op.func, ops.CountDistinct):
            values = self.f.anon.collect_set(func.this.expressions[0])
            return self.f.anon.size(sge.Window(this=values, partition_by=group_by))
        return super().visit_WindowFunction(op, func=func, group_by=group_by, order_by=order_by, **kwargs)

    def visit_TryCast(self, op: Any, *, arg: Any, to: Any) -> Any:
        """Zones are written `+02:00` before Spark reads a time that may have them as `+02` or `+0200`."""
        if isinstance(to, dt.Timestamp) and op.arg.dtype.is_string():
            arg = self.f.anon.regexp_replace(arg, "([+-][0-9]{2}):?([0-9]{2})?$", "$1:$2")
            arg = self.f.anon.regexp_replace(arg, "([+-][0-9]{2}):$", "$1:00")
        return super().visit_TryCast(op, arg=arg, to=to)

    def visit_ArrayStringJoin(self, op: Any, *, arg: Any, sep: Any) -> Any:
        return self.if_(self.f.anon.size(arg) > 0, self.f.anon.array_join(arg, sep), NULL)


compiler = SparkCompiler()
