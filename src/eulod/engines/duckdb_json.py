"""What DuckDB is taught about JSON documents whose scalars are marked: macros, defined once for each database."""

from __future__ import annotations

from collections.abc import Iterator

from eulod.engines.duckdb_errors import REFUSED
from eulod.engines.engine import CONTAINER_MARK, SCALAR_MARK

_SCALAR = f"chr({ord(SCALAR_MARK)})"
_CONTAINER = " || ".join(f"chr({ord(character)})" for character in CONTAINER_MARK)
_LOOKS_NESTED = "(starts_with(v, '[') OR starts_with(v, '{'))"
_WITHOUT_MARKS_INSIDE = r"""replace(v, '"\u0001', '"')"""
_PLAIN = f"CASE WHEN starts_with(v, {_SCALAR}) THEN v[2:] WHEN {_LOOKS_NESTED} THEN {_WITHOUT_MARKS_INSIDE} ELSE v END"
_NESTED = f"{_CONTAINER} || {_WITHOUT_MARKS_INSIDE}"


def json_macros() -> Iterator[str]:
    """The name, parameters and meaning of each macro; x is a document, `path` a JSONPath.

    A list of one text is transformed where that text is asked for more than once: it is then made only once.
    """
    yield f"eulod_json_text(x, path) AS list_transform([json_extract_string(x, path)], lambda v: {_PLAIN})[1]"
    yield f"eulod_json_texts(x, path) AS list_transform(json_extract_string(x, path), lambda v: {_PLAIN})"
    nested = f"{_LOOKS_NESTED} AND json_type(x, path) IN ('ARRAY', 'OBJECT')"
    case = f"CASE WHEN {nested} THEN {_NESTED} ELSE v END"
    yield f"eulod_json_marked(x, path) AS list_transform([json_extract_string(x, path)], lambda v: {case})[1]"
    item = f"CASE WHEN {_LOOKS_NESTED} THEN {_NESTED} ELSE json_extract_string(v, '$') END"
    yield f"eulod_json_all_marked(x, path) AS list_transform(json_extract(x, path)::VARCHAR[], lambda v: {item})"
    yield f"eulod_refused(problem) AS error('{REFUSED}' || problem)"
