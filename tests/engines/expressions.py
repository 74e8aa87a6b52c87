"""Expressions over the methods of the engine protocol, to be run on one engine and on another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import ibis

from eulod.engines.engine import Engine
from eulod.serialisation.term_parts import datatype, language
from eulod.terms.iri import is_absolute, is_iri, is_publishable

TEXTS = (
    *(
        "",
        " ",
        "a",
        "A",
        "abc",
        "a,b",
        " a ; b ;; c ",
        ";",
        "x;é;\u00a0",
        "Über",
        "Győr & Pécs",
        "e\u0301",
        "é",
        "\u212b",
    ),
    *("ß", "ſ", "ﬁn", "ΟΔΟΣ", "Σ", "İstanbul", "ı", "ŉ", "ǅ", "Ƚ", "Łódź", "Ǆ", "ΐ", "և", "Ω", "K", "Å", "ꭰ", "ა", "Ა"),
    *(
        "한국어",
        "\u1112\u1161\u11ab",
        "日本",
        "Київ",
        "𝒳",
        "😀",
        "😀 a",
        "a\u0323\u0307",
        "\u0958",
        "क़",
        "\u200b",
        "\u00a0x\u202f",
    ),
    *(
        'say "hi"',
        "back\\slash",
        "tab\tline\nend\r",
        "\x01\x07\x0b\x1f\x7f",
        "a\u2028b\u0085c",
        "a\n",
        "\n",
        "a\nb",
        "%20 %",
        "~-._*+",
    ),
    *(
        "http://e.org/ä?x=1#y",
        "HTTP://e.org/",
        "mailto:a@b.org",
        "urn:x:y",
        "a b:c",
        "https://e.org/<x>",
        "http://e.org/\U000f0000",
    ),
    *(
        "1",
        "01",
        "1.234",
        "1 234,50",
        "1\u202f234,50 €",
        "+1.5",
        "-2",
        "1.234.567,8",
        "12,5 %",
        "85%",
        "0.85",
        "0,855",
        "1.5",
        "100",
        "1e3",
    ),
    *("0", "0.000", "0.123456785", "0.000000004", "99.99999999%", "0.1234567850%", "٣", "½"),
    *(
        "2024",
        "2024-02",
        "2024-02-29",
        "2023-02-29",
        "2024-13",
        "2024-2-3",
        "0000",
        "0000-02-30",
        "9999-12",
        "31.12.2024",
        "1.2.2024",
        "31.02.2024",
    ),
    *(
        "2024-03-31T00:59:59Z",
        "2024-03-30 23:30:00+01:00",
        "2024-10-27T00:30:00.5+02",
        "2024-06-30T22:00-0130",
        "2024-06-30T25:00Z",
    ),
    *(
        "0001-01-01T00:00:00Z",
        "en",
        "en-GB",
        "e",
        "en_GB",
        '"a"@en',
        '"a"^^<http://e.org/t>',
        "<http://e.org/>",
        '"a@b"',
        "x" * 3000,
    ),
)
"""Texts that functions might take differently; each engine gets them as they are."""

DOCUMENTS = (
    '{"a":[{"b":"1"},{"b":null},{"c":"x"},"s",null,"true",true,{"b":{"z":"1","a":["1","2"]}},{"b":["1","2"]}],"e":""}',
    '{"a":{"k":"v","j":{"z":"1","b":"2"},"b":"3"},"n":null,"t":true,"u":"\\u00e9\\/\\u001f<\\"\\\\"}',
    '{"a":[["1","2"],[],[["3"]]],"it\'s":"q","a b":"s","a.b":"d"}',
    '{"a":"[1,2]","b":"{\\"c\\":1}","é":"ü"}',
    '{"a":"1","a":"2"}',
    '{"a":{"b":"1","c":{"d":"1","d":"2"}}}',
    '{"a":[],"b":{}}',
    *("{}", "[]", '["x",{"a":"y"},null]', '"text"', "null", "true", '"\\u00011.50"'),
    '{"a":[{"b":"\\u00011"},"\\u0001true","\\u0001\\u0001x","[{",["\\u00011e3"]],"e":"\\u00012","u":"x \\u0001"}',
    '{"a":{"b":["\\u00011",{"c":"}"}]},"e":"[no list","t":"\\u0001false"}',
)
PATHS = (
    *("$", '$."a"', '$."a"."b"', '$."a"[0]', '$."a"[0]."b"', '$."a"[1][0]', '$."n"', '$."t"', '$."u"', '$."e"'),
    *(
        '$."a b"',
        '$."it\'s"',
        '$."é"',
        '$."a"[*]',
        '$."a"[*]."b"',
        '$."a"[*][*]',
        '$."a".*',
        '$."a"[*]."b"."z"',
        "$[*]",
    ),
    *('$[*]."a"', '$."a"[*]."b"[*]', "$.*", '$."missing"[*]', '$."a".*."d"'),
)


def of_texts(engine: Engine) -> dict[str, Callable[[ibis.Table], Any]]:
    """Methods and tests of the text columns `x` and `y`, each under a name that says what it is."""
    made: dict[str, Callable[[ibis.Table], Any]] = {}
    for name in ("escaped", "iri_safe", "uri_safe", "nfc", "without_marks", "sha256", "sha1"):
        made[f"engine.{name}"] = partial(_of_x, getattr(engine, name))
        made[f"engine.{name} in lists"] = partial(_of_list, getattr(engine, name))
    made["engine.split"] = lambda table: engine.split(table.x, ".")
    made["engine.sorted_items"] = lambda table: engine.sorted_items(ibis.array([table.y, table.x, table.y]))
    for test in (is_absolute, is_iri, is_publishable, datatype, language):
        made[test.__name__] = partial(_of_x, test)
    return made


def _of_x(function: Callable[[Any], Any], table: ibis.Table) -> Any:
    return function(table.x)


def _of_list(function: Callable[[Any], Any], table: ibis.Table) -> Any:
    return table.x.split(";").map(function)


def of_documents(engine: Engine) -> Iterator[tuple[str, Callable[[ibis.Table], Any]]]:
    """Expressions over the JSON column `document`."""
    for path in PATHS:
        yield f"json_text {path}", partial(_at, engine.json_text, path)
        yield f"json_marked {path}", partial(_at, engine.json_marked, path)
        if engine.finds_several(path):
            yield f"json_list {path}", partial(_at, engine.json_list, path)
    yield "json_repeats_key", lambda table: engine.json_repeats_key(table.document)
    for levels in (0, 1, 3):
        yield f"json_deeper_than {levels}", partial(_deeper, engine, levels)


def _deeper(engine: Engine, levels: int, table: ibis.Table) -> Any:
    return engine.json_deeper_than(table.document, levels)


def _at(function: Callable[[Any, str], Any], path: str, table: ibis.Table) -> Any:
    return function(table.document, path)


def answers(engine: Engine, table: ibis.Table, made: Mapping[str, Callable[[ibis.Table], Any]]) -> list[dict[str, Any]]:
    """What an engine gives for all expressions, by the column `number`."""
    columns = {f"e{number}": build(table) for number, build in enumerate(made.values())}
    rows = [row for batch in engine.batches(table.select("number", **columns)) for row in batch.to_pylist()]
    return sorted(rows, key=lambda row: int(row["number"]))


def differences(
    one: Engine, other: Engine, inputs: Mapping[str, list[str | None]], of: Callable[[Engine], Any]
) -> list[str]:
    """Where two engines differ: the expression, the inputs, what each gives."""
    numbered: dict[str, list[str | None]] = {
        "number": [str(n) for n in range(len(next(iter(inputs.values()))))],
        **inputs,
    }
    first, second = (dict(of(engine)) for engine in (one, other))
    found = answers(one, one.from_columns(numbered), first)
    others = answers(other, other.from_columns(numbered), second)
    return [
        f"{name} of {[values[int(row['number'])] for values in inputs.values()]!r}: {row[f'e{n}']!r}, {also[f'e{n}']!r}"
        for row, also in zip(found, others, strict=True)
        for n, name in enumerate(first)
        if row[f"e{n}"] != also[f"e{n}"]
    ]
