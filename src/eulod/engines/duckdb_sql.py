"""Pieces of DuckDB's SQL: files as tables, macros, names and texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
from ibis.backends.sql.compilers import duckdb as ibis_duckdb

from eulod.terms.iri import ENCODINGS, NEEDS_ENCODING, NEEDS_RARE_ENCODING
from eulod.terms.literal import ESCAPES, NEEDS_ESCAPE, NEEDS_LONG_ESCAPE, SHORT_ESCAPES

if TYPE_CHECKING:
    from eulod.engines.csv_dialect import Dialect

_RECORD_BYTES = 16_000_000
_SCALARS_IN_JSON = r"""((?:"(?:[^"\\]|\\.)*"|[^"0-9\-tf]|-[^"0-9]|t[^"r]|f[^"a])*)(-?[0-9][0-9.eE+\-]*|true|false|$)"""
"""Everything before a number or boolean, then it or the end: strings are stepped over, so what is in them stays."""
_MARKED_TEXTS_IN_JSON = r"""((?:"(?:[^"\\]|\\.)*"|[^"])*?)(?:"\\u0001((?:[^"\\]|\\.)*"\s*[,\]}])|$)"""
"""Everything before a text that begins with the mark of scalars, then what follows the mark, or the end; keys are
stepped over."""


def compiled(table: ibis.Expr) -> str:
    """An expression as SQL on one line: `ibis.to_sql` would copy it first and lay the text out, a fifth of the time."""
    compiler = ibis_duckdb.compiler
    return str(compiler.to_sqlglot(table).sql(dialect=compiler.dialect))


def csv_file(path: Path, columns: Sequence[str], dialect: Dialect, more: Mapping[str, str]) -> str:
    """A CSV file as a table of texts; `more` are further options of the reader."""
    types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in columns)
    options = {
        "columns": f"{{{types}}}",
        "auto_detect": "false",
        "header": "true" if dialect.header else "false",
        "skip": str(max(dialect.header - 1, 0)),
        "strict_mode": "true",
        "delim": quoted(dialect.delimiter),
        "quote": quoted(dialect.quote),
        "escape": quoted(dialect.quote),
        "nullstr": f"[{', '.join(quoted(null) for null in dict.fromkeys(('', *dialect.null)))}]",
        "encoding": quoted(dialect.encoding),
        "max_line_size": "16000000",
        "buffer_size": "16000000",  # by default 16 lines of the greatest size, which memory must hold
        **more,
    }
    return f"read_csv({quoted(str(path))}, {', '.join(f'{key} = {value}' for key, value in options.items())})"


def json_documents(path: Path, *, array: bool, lines: bool) -> str:
    """A query for the documents of a JSON file, their numbers and booleans marked, as `eulod:document`."""
    shape = "newline_delimited" if lines else "array" if array else "unstructured"
    texts = quoted(_MARKED_TEXTS_IN_JSON)
    twice = f"""regexp_replace(text || ', ', {texts}, '\\1"\\\\u0001\\\\u0001\\2', 'g')[:-16]"""
    plain = f"CASE WHEN contains(text, '\"\\u0001') THEN {twice} ELSE text END"
    marked = f"""regexp_replace({plain} || ' ', {quoted(_SCALARS_IN_JSON)}, '\\1"\\\\u0001\\2"', 'g')[:-10]"""
    whole = max(path.stat().st_size, 1) + 1
    size = min(whole, _RECORD_BYTES) if lines or array else whole
    source = f"read_json_objects({quoted(str(path))}, format = '{shape}', maximum_object_size = {size})"
    return f'SELECT {marked} AS "eulod:document" FROM (SELECT json::VARCHAR AS text FROM {source})'


def macros() -> Iterator[str]:
    """The macros that the engine's functions call: name, parameters and body of each."""
    short, every = _replaced(SHORT_ESCAPES), _replaced(ESCAPES)
    yield _where_needed("eulod_escaped", NEEDS_ESCAPE, short, rare=NEEDS_LONG_ESCAPE, otherwise=every)
    encoded, one_by_one = _replaced(ENCODINGS), _ENCODED_ONE_BY_ONE
    yield _where_needed("eulod_iri_safe", NEEDS_ENCODING, encoded, rare=NEEDS_RARE_ENCODING, otherwise=one_by_one)
    yield "eulod_json_items(x, path) AS json_extract(x, path)::VARCHAR[]"
    keys = "list_transform(list_prepend(x::JSON, json_extract(x, '$..*')), lambda part: json_keys(part))"
    twice = f"list_filter({keys}, lambda names: len(list_distinct(names)) < len(names))"
    yield f"eulod_json_repeats_key(x) AS len({twice}) > 0"
    yield f"eulod_sorted_items(x) AS list_transform([x], lambda v: {_SORTED_ITEMS})[1]"
    yield f"eulod_json_deeper(x, levels) AS {_DEEPER}"


def _where_needed(name: str, needed: str, usual: str, *, rare: str, otherwise: str) -> str:
    """`name` as a function of x: x itself unless it matches `needed`, then the expression `usual`, or `otherwise` where
    it matches `rare`."""
    case = f"CASE WHEN regexp_matches(x, {quoted(rare)}) THEN {otherwise} ELSE {usual} END"
    return f"{name}(x) AS CASE WHEN regexp_matches(x, {quoted(needed)}) THEN {case} ELSE x END"


def _replaced(replacements: Mapping[str, str]) -> str:
    """x with each character replaced, one after the other."""
    written = "x"
    for character, replacement in replacements.items():
        written = f"replace({written}, chr({ord(character)}), {quoted(replacement)})"
    return written


def identifier(name: str) -> str:
    """A name of a table or column, quoted."""
    return '"' + name.replace('"', '""') + '"'


def quoted(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


_BRACKETS = r"""translate(regexp_replace(x, '"(?:[^"\\]|\\.)*"|[^\[\]{}"]', '', 'g'), '{}', '[]')"""
_DEEPER = (
    f"list_reduce(list_prepend({_BRACKETS}, list_transform(range(levels), lambda n: '')), "
    "lambda b, n: replace(b, '[]', '')) <> ''"
)
"""Each round takes the innermost brackets away, so that what is left after as many rounds as levels is deeper."""
_SORTED_ITEMS = "CASE WHEN len(v) > 1 OR v[1] IS NULL THEN list_sort(list_distinct(v)) ELSE v END"
"""Most lists have one item; v is a parameter, so that it is made only once."""
_ENCODED = f"CASE WHEN regexp_matches(c, {quoted(NEEDS_ENCODING)}) THEN url_encode(c) ELSE c END"
_ENCODED_ONE_BY_ONE = f"array_to_string(list_transform(string_split(x, ''), lambda c: {_ENCODED}), '')"
