"""JSON for Spark: JSON Lines read by executors, and what paths with wildcards find."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlglot as sg
import sqlglot.expressions as sge

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_LONGEST = 16_000_000
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_NUMBERS = rf"((?:{_STRING}|[^\x{{22}}0-9\-])*+)(-?[0-9][0-9.eE+\-]*+|\z)"
"""Everything before a number, then the number or the end; as DuckDB's engine has it, possessive for Java's matcher."""


def is_json_lines(path: Path) -> bool:
    """Say whether a file has several lines, the first of which is a JSON value by itself."""
    with path.open("rb") as file:
        first = file.readline(_LONGEST)
        try:
            json.loads(first)
        except ValueError:
            return False
        return bool(first.strip()) and bool(file.readline(1))


def read_json_lines(session: SparkSession, path: Path, column: str) -> DataFrame:
    """Each line as a text in which every number is written as a string; a line that is no JSON fails when it runs."""
    from pyspark.sql import functions as F

    line = F.col("value")
    quoted = F.regexp_replace(F.concat(line, F.lit(" ")), _NUMBERS, '$1"$2"')
    text = quoted.substr(F.lit(1), F.length(quoted) - 3)
    broken = F.raise_error(F.concat(F.lit("EULOD_BROKEN_JSON "), line))
    is_whole = F.json_array_length(F.concat(F.lit("["), line, F.lit("]"))) == 1
    lines = session.read.text(path.absolute().as_uri()).filter(F.trim(line) != "")
    return lines.select(F.when(F.coalesce(is_whole, F.lit(False)), text).otherwise(broken).alias(column))


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
