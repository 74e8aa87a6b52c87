"""DuckDB's own functions, and the macros that the engine defines in it, as Ibis calls them."""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir


@ibis.udf.scalar.builtin(name="eulod_json_text")
def json_text(document: str, path: str) -> str: ...


@ibis.udf.scalar.builtin(name="eulod_json_texts")
def json_texts(document: str, path: str) -> list[str]: ...


@ibis.udf.scalar.builtin(name="eulod_json_marked")
def json_marked(document: str, path: str) -> str: ...


@ibis.udf.scalar.builtin(name="eulod_json_all_marked")
def json_all_marked(document: str, path: str) -> list[str]: ...


@ibis.udf.scalar.builtin(name="eulod_refused")
def refused(problem: str) -> str: ...


@ibis.udf.scalar.builtin(name="eulod_json_items")
def json_list(document: str, path: str) -> list[str]: ...


@ibis.udf.scalar.builtin(name="eulod_json_repeats_key")
def json_repeats(document: str) -> bool: ...


@ibis.udf.scalar.builtin(name="eulod_json_deeper")
def json_deeper(document: str, levels: int) -> bool: ...


@ibis.udf.scalar.builtin(name="eulod_sorted_items")
def sorted_items(texts: list[str]) -> list[str]: ...


@ibis.udf.scalar.builtin(name="eulod_escaped")
def escaped(text: str) -> str: ...


@ibis.udf.scalar.builtin(name="eulod_iri_safe")
def iri_safe(text: str) -> str: ...


@ibis.udf.scalar.builtin(name="url_encode")
def uri_safe(text: str) -> str: ...


@ibis.udf.scalar.builtin(name="nfc_normalize")
def nfc(text: str) -> str: ...


@ibis.udf.scalar.builtin(name="strip_accents")
def strip_accents(text: str) -> str: ...


@ibis.udf.scalar.builtin(name="timezone", signature=((dt.string, dt.Timestamp("UTC")), dt.timestamp))
def local_time(zone: str, moment: ir.TimestampValue) -> ir.TimestampValue: ...


@ibis.udf.scalar.builtin(name="sha256")
def sha256(text: str) -> str: ...


@ibis.udf.scalar.builtin(name="sha1")
def sha1(text: str) -> str: ...
