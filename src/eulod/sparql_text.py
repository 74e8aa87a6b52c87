"""What the text of a SPARQL query may ask for, found without trusting any one parser.

Whether `<b#x>` is an IRI or a comparison and a comment depends on the parser, and a query can be written so that a
plain tokenizer takes for a string what an engine takes for a call to another service. So every way to cut the text
into strings, IRIs, comments and the rest is followed, and a clause counts when it stands outside of them in any one.
That refuses a little more than it must (a prefix whose name ends in "service") and misses nothing.

Source: https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

_ASCII_ESCAPE = re.compile(r"\\u00[0-7][0-9A-Fa-f]|\\U000000[0-7][0-9A-Fa-f]")
_IRI = re.compile(r'<[^<>"{}|^`\\\x00-\x20]*>')
_STRINGS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r'"""(?:(?:"|"")?(?:[^"\\]|\\.))*"""',
        r"'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''",
        r'"(?:[^"\\\n]|\\.)*"',
        r"'(?:[^'\\\n]|\\.)*'",
    )
)
_OPAQUE = re.compile(r"[?$]\w*|@[A-Za-z]+(?:-[A-Za-z0-9]+)*|:(?:[\w:%]|\\.)(?:[\w:%\-]|\\.)*|:|\\.", re.DOTALL)
_SPACE = re.compile(r"(?:\s+|#[^\n]*)*")
_ENDPOINT = re.compile(r'<[^<>"{}|^`\\\x00-\x20]*>|(?:[^\s{}<>"#\\]|\\.)+')
_GRAPH_NAME = re.compile(r'<([^<>"{}|^`\\\x00-\x20]*)>|((?:[^\s{}<>"#:\\])*):((?:[^\s{}<>"#\\]|\\.)*)')
_SERVICE = re.compile("service", re.IGNORECASE)
_FROM = re.compile("from", re.IGNORECASE)
_SILENT = re.compile("silent", re.IGNORECASE)
_NAMED = re.compile("named", re.IGNORECASE)
_UPDATE = re.compile(r"(?:insert|delete|load|clear|create|drop|copy|move|add|with)\b", re.IGNORECASE)
_PROLOGUE = re.compile(r"(?:base\s*<[^>]*>|prefix\s*[^\s:]*:\s*<[^>]*>)", re.IGNORECASE)
_PREFIX = re.compile(r"\bprefix\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE)
_LINK = re.compile(
    r"&&|\|\||[-+*/!|^]|\b(?:union|optional|minus|filter|bind|exists|as)\b|[.;]\s|\}\s*\{|\{", re.IGNORECASE
)
_FEW = 50
_ORDER = re.compile("order", re.IGNORECASE)
_ORDER_BY = re.compile(r"\border\s+by\b", re.IGNORECASE)


def normalised(text: str) -> str:
    """The query with LF line ends, as it must be both checked and run: engines differ on what ends a comment."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def escaped_ascii(text: str) -> str:
    r"""The first `\uXXXX` of an ASCII character, else nothing: it could spell a keyword or end a string."""
    found = _ASCII_ESCAPE.search(text)
    return found[0] if found else ""


def service_clause(text: str) -> int | None:
    """Where a SERVICE clause may begin, as an offset into the normalised text.

    >>> service_clause("SELECT * { SERVICE <http://example.org/> {} }")
    11
    >>> service_clause('SELECT * { ?service ?p "SERVICE <x> {" } # SERVICE <y> {}')
    """
    if not _SERVICE.search(text):
        return None
    starts = (at for at in _code(text) if _SERVICE.match(text, at) and _asks_service(text, at + 7))
    return min(starts, default=None)


def graph_clauses(text: str, known: Mapping[str, str] = MappingProxyType({})) -> tuple[tuple[int, str], ...]:
    """The graphs that FROM and FROM NAMED may name: offsets into the normalised text, and IRIs without angle brackets.

    Prefixes that the text declares, or that are `known` without, are expanded.
    """
    if not _FROM.search(text):
        return ()
    prefixes = {**known, **dict(_PREFIX.findall(text))}
    found = ((at, _graph_name(text, at + 4)) for at in sorted(_code(text)) if _FROM.match(text, at))
    return tuple((at, _expanded(name, prefixes)) for at, name in found if name)


def is_update(text: str) -> bool:
    """Whether the text, after its prologue, begins with a keyword of SPARQL Update."""
    at = _after_space(text, 0)
    while declaration := _PROLOGUE.match(text, at):
        at = _after_space(text, declaration.end())
    return bool(_UPDATE.match(text, at))


def is_ordered(text: str) -> bool:
    """Whether the outermost query has ORDER BY."""
    if not _ORDER.search(text):
        return False
    depth, outer = 0, []
    for token in _plain(text):
        depth += {"{": 1, "}": -1}.get(token, 0)
        outer.append(token if depth == 0 else "")
    return bool(_ORDER_BY.search("".join(outer)))


def nesting(text: str) -> int:
    """The deepest nesting of brackets, or a bound of it where that is small."""
    if (most := sum(map(text.count, "{[("))) <= _FEW:
        return most
    depth = deepest = 0
    for token in _plain(text):
        depth += (token in "{[(") - (token in "}])") if token else 0
        deepest = max(deepest, depth)
    return deepest


def chained(text: str) -> int:
    """How many operators and clauses the query has of those that an engine nests in each other, or a bound of it.

    >>> chained("ASK { FILTER(" + "!" * 500 + "true) }")
    501
    """
    if (most := sum(1 for _ in _LINK.finditer(text))) <= _FEW:
        return most
    return sum(1 for _ in _LINK.finditer("".join(_plain(text))))


def _code(text: str) -> set[int]:
    """Every offset that stands outside of strings, IRIs and comments in at least one way to cut the text."""
    seen: set[int] = set()
    waiting = [0]
    while waiting:
        at = waiting.pop()
        if at < len(text) and at not in seen:
            seen.add(at)
            waiting.extend(_next(text, at))
    return seen


def _next(text: str, at: int) -> Iterator[int]:
    """Where the text may go on after the token at an offset."""
    character = text[at]
    if character == "#":
        yield _line_end(text, at)
    elif character in "\"'":
        yield from (found.end() for pattern in _STRINGS if (found := pattern.match(text, at)))
    elif opaque := _OPAQUE.match(text, at):
        yield opaque.end()
    else:
        yield at + 1
        if character == "<" and (iri := _IRI.match(text, at)):
            yield iri.end()


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _plain(text: str) -> Iterator[str]:
    """The text cut in the usual way, one character at a time, without strings, IRIs, comments and names."""
    at = 0
    while at < len(text):
        token = max(_next(text, at), default=at + 1)
        yield text[at] if token == at + 1 else " "
        at = token


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _asks_service(text: str, at: int) -> bool:
    """Whether SILENT, an endpoint and an opening brace may follow."""
    at = _after_space(text, at)
    silent = _SILENT.match(text, at)
    return _opens(text, at) or bool(silent and _opens(text, _after_space(text, silent.end())))


def _opens(text: str, at: int) -> bool:
    endpoint = _ENDPOINT.match(text, at)
    return bool(endpoint) and text.startswith("{", _after_space(text, endpoint.end()))  # type: ignore[union-attr]


def _graph_name(text: str, at: int) -> str:
    at = _after_space(text, at)
    named = _NAMED.match(text, at)
    found = (named and _GRAPH_NAME.match(text, _after_space(text, named.end()))) or _GRAPH_NAME.match(text, at)
    return found[0] if found else ""


def _expanded(name: str, prefixes: dict[str, str]) -> str:
    if name.startswith("<"):
        return name[1:-1]
    prefix, _, local = name.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + local
