"""The dialect of a CSV file as CSV on the Web describes it, read into options of the logical source.

Source: https://www.w3.org/TR/tabular-metadata/#dialect-descriptions and https://rml.io/specs/rml/#csvw-dialects
"""

from __future__ import annotations

from eulod.mapping.errors import UnsupportedMapping
from eulod.mapping.rml_document import RmlDocument, Stated

CSVW = "http://www.w3.org/ns/csvw#"
_TABLE = tuple(CSVW + name for name in ("dialect", "null", "url"))
_OPTIONS = {"delimiter": "delimiter", "quoteChar": "quote", "encoding": "encoding"}
_ONLY = {
    "doubleQuote": ("true", "1"),
    "header": ("true", "1"),
    "headerRowCount": ("1",),
    "lineTerminators": ("\n", "\r\n"),
    "skipBlankRows": ("true", "1"),
    "trim": ("false", "0"),
}
"""What is read in one way only."""
_NAMES = (*_OPTIONS, *_ONLY, "skipRows")

Options = dict[str, str | tuple[str, ...]]


def is_csvw(document: RmlDocument, stated: Stated) -> bool:
    """Say whether a source is a csvw:Table."""
    return bool(document.all(stated, f"{CSVW}url"))


def csvw_table(document: RmlDocument, stated: Stated) -> tuple[str, Options]:
    """The path of a table's file, and its dialect as options.

    Raises UnknownKey for what is not known and UnsupportedMapping for what is read in another way only.
    """
    document.check(stated, _TABLE)
    options: Options = {}
    if nulls := document.all(stated, f"{CSVW}null"):
        options["null"] = tuple(entry.text for entry in nulls)
    if (dialect := document.one(stated, f"{CSVW}dialect")) is not None:
        options.update(_dialect(document, dialect))
    return document.needed(stated, f"{CSVW}url").text, options


def _dialect(document: RmlDocument, node: Stated) -> Options:
    document.check(node, tuple(CSVW + name for name in _NAMES))
    found = {name: entry for name in _NAMES for entry in _all(document, node, name)}
    for name, entry in found.items():
        if name in _ONLY and entry.text not in _ONLY[name]:
            help = f"leave it out, or write {_ONLY[name][0]!r}"
            raise UnsupportedMapping(f"csvw:{name} '{entry.text}' is not read", place=entry.place, help=help)
    options: Options = {_OPTIONS[name]: entry.text for name, entry in found.items() if name in _OPTIONS}
    if "encoding" in options:
        options["encoding"] = str(options["encoding"]).lower()
    if "skipRows" in found:
        options["header"] = _next(found["skipRows"])
    return options


def _all(document: RmlDocument, node: Stated, name: str) -> list[Stated]:
    """What is stated once; line terminators may be several."""
    if name == "lineTerminators":
        return document.all(node, CSVW + name)
    one = document.one(node, CSVW + name)
    return [] if one is None else [one]


def _next(entry: Stated) -> str:
    if not entry.text.isdecimal():
        help = "write the number of lines before the header"
        raise UnsupportedMapping(f"csvw:skipRows '{entry.text}' is no number", place=entry.place, help=help)
    return str(int(entry.text) + 1)
