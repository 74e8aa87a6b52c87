"""Spark's own functions, as Ibis calls them.

Unicode normalisation is ICU's, which Spark carries: `reflect` calls it in the executors, so that no Python runs there.
"""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

NORMALIZER = "com.ibm.icu.text.Normalizer"
JSON_TEXT, JSON_TEXTS = "eulod_json_text", "eulod_json_texts"
JSON_MARKED, JSON_ALL_MARKED = "eulod_json_marked", "eulod_json_all_marked"
JSON_LIST, JSON_REPEATS_KEY, JSON_DEEPER = "eulod_json_list", "eulod_json_repeats_key", "eulod_json_deeper"
"""Written out by the compiler; Spark has no function of these names."""


@ibis.udf.scalar.builtin(name=JSON_TEXT)
def json_text(document: str, path: str) -> str: ...


@ibis.udf.scalar.builtin(name=JSON_MARKED)
def json_marked(document: str, path: str) -> str: ...


@ibis.udf.scalar.builtin(name=JSON_ALL_MARKED)
def json_all_marked(document: str, path: str) -> list[str]: ...


@ibis.udf.scalar.builtin(name="raise_error")
def refused(problem: str) -> str: ...


@ibis.udf.scalar.builtin(name=JSON_LIST)
def json_list(document: str, path: str) -> list[str]: ...


@ibis.udf.scalar.builtin(name=JSON_TEXTS)
def json_texts(document: str, path: str) -> list[str]: ...


@ibis.udf.scalar.builtin(name=JSON_REPEATS_KEY)
def json_repeats(document: str) -> bool: ...


@ibis.udf.scalar.builtin(name=JSON_DEEPER)
def json_deeper(document: str, levels: int) -> bool: ...


@ibis.udf.scalar.builtin(name="array_compact")
def without_nulls(texts: list[str]) -> list[str]: ...


@ibis.udf.scalar.builtin(name="array_distinct")
def distinct_list(texts: list[str]) -> list[str]: ...


@ibis.udf.scalar.builtin(name="sort_array")
def sorted_list(texts: list[str]) -> list[str]: ...


@ibis.udf.scalar.builtin(name="reflect")
def normalised(normalizer: str, form: str, text: str, compatible: bool) -> str: ...


@ibis.udf.scalar.builtin(name="regexp_extract_all")
def every_match(text: str, pattern: str, group: int) -> list[str]: ...


@ibis.udf.scalar.builtin(name="url_encode")
def url_encode(text: str) -> str: ...


@ibis.udf.scalar.builtin(name="from_utc_timestamp", signature=((dt.Timestamp("UTC"), dt.string), dt.timestamp))
def local_time(moment: ir.TimestampValue, zone: str) -> ir.TimestampValue: ...


@ibis.udf.scalar.builtin(name="sha2")
def sha2(text: str, bits: int) -> str: ...


@ibis.udf.scalar.builtin(name="sha1")
def sha1(text: str) -> str: ...
