"""JSON for Spark: JSON Lines read by executors, and what paths with wildcards find."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlglot as sg
import sqlglot.expressions as sge

from eulod.engines.engine import CONTAINER_MARK, SCALAR_MARK
from eulod.engines.spark_address import address

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_LONGEST = 16_000_000
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_BODY = r'[^"\\]*+(?:\\.[^"\\]*+)*+"'
_MARKED_TEXTS = rf'"(\\u0001(?={_BODY}\s*+(?:[^:\s]|\z)))?+({_BODY})'
"""Each string, with the mark of scalars that a value begins with; keys have none."""
_SCALARS = rf"\G((?:{_STRING}|[^\x{{22}}0-9\-tf]++)*+)(-?[0-9][0-9.eE+\-]*+|true|false)"
"""Everything before a number or boolean, then it; as DuckDB's engine has it, possessive for Java's matcher."""


def read_json_lines(session: SparkSession, path: Path, column: str) -> DataFrame:
    """Each line with its numbers and booleans as marked strings; a line that is no JSON fails when it runs."""
    from pyspark.sql import functions as F

    line = F.col("line")
    twice = F.when(line.contains('"\\u0001'), F.regexp_replace(line, _MARKED_TEXTS, '"$1$1$2')).otherwise(line)
    text = F.regexp_replace(twice, _SCALARS, '$1"\\\\u0001$2"')
    broken = F.raise_error(F.concat(F.lit("EULOD_BROKEN_JSON "), F.substr(line, F.lit(1), F.lit(80))))
    one = F.json_array_length(F.concat(F.lit("["), line, F.lit("]"))) == 1
    whole = F.expr("is_valid_utf8(line)") & (F.octet_length(line) < _LONGEST) & one
    lines = session.read.text(address(path), lineSep="\n")
    lines = lines.select(F.btrim("value", F.lit(" \t\r")).alias("line")).filter(line != "")
    return lines.select(F.when(F.coalesce(whole, F.lit(False)), text).otherwise(broken).alias(column))


class JsonSql:
    """Spark SQL for JSON texts: `f` makes a call of a function by its name, written as it is."""

    def __init__(self, f: Any) -> None:
        self._f = f

    def found(self, document: Any, path: str, kind: str) -> Any:
        """The JSON texts of the items of a list, or of the values of an object, that `path` leads to."""
        made = self._items(document, path) if kind == "items" else self._values(document, path)
        found = self._f.coalesce(made, self._f.anon.array())
        return sge.If(this=document.is_(sge.Null()), true=sge.Null(), false=found)

    def _items(self, document: Any, path: str) -> Any:
        f = self._f.anon
        variants = f.try_variant_get(f.try_parse_json(document), sge.convert(path), sge.convert("array<variant>"))
        texts = f.from_json(f.get_json_object(document, sge.convert(path)), sge.convert("array<string>"))
        return f.zip_with(texts, variants, self._lambda(self._json, "text", "variant"))

    def _values(self, document: Any, path: str) -> Any:
        f = self._f.anon
        variants = f.try_variant_get(f.try_parse_json(document), sge.convert(path), sge.convert("map<string,variant>"))
        texts = f.from_json(f.get_json_object(document, sge.convert(path)), sge.convert("map<string,string>"))

        def each(key: Any, text: Any) -> Any:
            return self._json(text, f.element_at(variants, key))

        known = f.map_values(f.transform_values(texts, self._lambda(each, "key", "text")))
        return sge.If(this=variants.is_(sge.Null()), true=f.array(), false=known)

    def _json(self, text: Any, variant: Any) -> Any:
        """The JSON text of a value whose content is `text`."""
        f = self._f.anon
        is_text = f.schema_of_variant(variant).eq(sge.convert("STRING"))
        return sge.If(this=is_text, true=f.to_json(variant), false=f.coalesce(text, sge.convert("null")))

    def each(self, array: Any, change: Any) -> Any:
        """`change` of each item of an array."""
        return self._f.anon.transform(array, self._lambda(change, "item"))

    def there(self, array: Any, path: str) -> Any:
        """The JSON texts of an array that have something at `path`, be it null."""
        f = self._f.anon

        def known(item: Any) -> Any:
            value = f.try_variant_get(f.try_parse_json(item), sge.convert(path), sge.convert("variant"))
            return value.is_(sg.not_(sge.Null()))

        return f.filter(array, self._lambda(known, "item"))

    def text(self, item: Any, path: str) -> Any:
        """What a path without wildcards finds, as text."""
        found = self._f.anon.get_json_object(item, sge.convert(path))
        return found if path != "$" else sge.If(this=item.eq(sge.convert("null")), true=sge.Null(), false=found)

    def plain(self, document: Any, path: str) -> Any:
        """What a path without wildcards finds, as text without marks."""

        def plain(text: Any) -> Any:
            f = self._f.anon
            scalar = f.startswith(text, sge.convert(SCALAR_MARK))
            nested = sge.If(this=_looks_nested(f, text), true=_without_marks_inside(f, text), false=text)
            return sge.If(this=scalar, true=f.substring(text, sge.convert(2)), false=nested)

        return self._once(self.text(document, path), plain)

    def marked(self, document: Any, path: str) -> Any:
        """What a path without wildcards finds, as text with its marks."""
        f = self._f.anon
        variant = f.try_variant_get(f.try_parse_json(document), sge.convert(path), sge.convert("variant"))
        is_nested = f.regexp_like(f.schema_of_variant(variant), sge.convert("^(ARRAY|OBJECT)<"))

        def marked(text: Any) -> Any:
            nested = f.concat(sge.convert(CONTAINER_MARK), _without_marks_inside(f, text))
            return sge.If(this=sg.and_(_looks_nested(f, text), is_nested), true=nested, false=text)

        return self._once(self.text(document, path), marked)

    def marked_item(self, item: Any) -> Any:
        """The text of the JSON of an item, with its marks."""
        f = self._f.anon
        nested = f.concat(sge.convert(CONTAINER_MARK), _without_marks_inside(f, item))
        return sge.If(this=_looks_nested(f, item), true=nested, false=self.text(item, "$"))

    def _once(self, text: Any, change: Any) -> Any:
        """`change` of a text that is made once, however often it is asked for: of the only item of an array."""
        f = self._f.anon
        return f.element_at(f.transform(f.array(text), self._lambda(change, "found")), sge.convert(1))

    def deeper(self, document: Any, levels: Any) -> Any:
        """Whether brackets are left after as many rounds as levels, each of which takes the innermost away."""
        f = self._f.anon
        bare = f.regexp_replace(document, sge.convert(rf'{_STRING}|[^\[\]{{}}"]++'), sge.convert(""))
        brackets = f.translate(bare, sge.convert("{}"), sge.convert("[]"))

        def taken(left: Any, _: Any) -> Any:
            return f.replace(left, sge.convert("[]"), sge.convert(""))

        rounds = f.array_repeat(sge.convert(""), levels)
        left = f.aggregate(rounds, brackets, self._lambda(taken, "brackets", "round"))
        return sge.NEQ(this=left, expression=sge.convert(""))

    def value(self, item: Any, path: str) -> Any:
        """What a path without wildcards finds, as JSON."""
        f = self._f.anon
        variant = f.try_variant_get(f.try_parse_json(item), sge.convert(path), sge.convert("variant"))
        return self._json(self.text(item, path), variant)

    def flat(self, arrays: Any) -> Any:
        """The items of all arrays of an array."""
        return self._f.anon.flatten(arrays)

    def repeats_key(self, document: Any) -> Any:
        """Whether an object has a key twice: the text that keeps them all is longer than the one that does not."""
        f = self._f.anon
        whole = f.length(f.to_json(f.try_parse_json(document)))
        kept = f.length(f.get_json_object(document, sge.convert("$")))
        several = f.regexp_like(document, sge.convert(r"\A\s*[\[{]"))
        return f.coalesce(sg.and_(several, sge.NEQ(this=kept, expression=whole)), sge.false())

    @staticmethod
    def _lambda(body: Any, *names: str) -> Any:
        given = [sg.to_identifier(name) for name in names]
        return sge.Lambda(this=body(*given), expressions=given)


def _looks_nested(f: Any, text: Any) -> Any:
    return sg.or_(f.startswith(text, sge.convert("[")), f.startswith(text, sge.convert("{")))


def _without_marks_inside(f: Any, text: Any) -> Any:
    return f.replace(text, sge.convert('"\\u0001'), sge.convert('"'))
