"""Spark's own functions, as Ibis calls them.

Unicode normalisation is ICU's, which Spark carries: `reflect` calls it in the executors, so that no Python runs there.
"""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

NORMALIZER = "com.ibm.icu.text.Normalizer"
JSON_LIST, JSON_TEXTS, JSON_REPEATS_KEY = "eulod_json_list", "eulod_json_texts", "eulod_json_repeats_key"
"""Written out by the compiler; Spark has no function of these names."""


@ibis.udf.scalar.builtin(name="get_json_object")
def json_object(document: str, path: str) -> str: ...


@ibis.udf.scalar.builtin(name=JSON_LIST)
def json_list(document: str, path: str) -> list[str]: ...


@ibis.udf.scalar.builtin(name=JSON_TEXTS)
def json_texts(document: str, path: str) -> list[str]: ...


@ibis.udf.scalar.builtin(name=JSON_REPEATS_KEY)
def json_repeats(document: str) -> bool: ...


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
