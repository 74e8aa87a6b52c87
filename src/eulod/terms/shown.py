"""N-Quads terms as people and programs read them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from eulod.terms.prefixes import PREFIXES

SHOWN_PREFIXES: Mapping[str, str] = {
    **PREFIXES,
    "code": "https://w3id.org/eulod/code/",
    "country": "http://publications.europa.eu/resource/authority/country/",
    "id": "https://w3id.org/eulod/id/",
    "nuts": "http://data.europa.eu/nuts/code/",
    "sh": "http://www.w3.org/ns/shacl#",
    "shape": "https://w3id.org/eulod/shapes#",
}
_IRI = re.compile(r"<([^<>]*)>")
_LITERAL = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def printable(text: str) -> str:
    """A text that stays on its line and cannot move the cursor or turn the reading direction of a terminal.

    >>> printable("one\\ntwo")
    'one two'
    """
    return _CONTROL.sub(" ", text)


def shortened(term: str, prefixes: Mapping[str, str] = SHOWN_PREFIXES) -> str:
    """A term or path for reading: namespaces become prefixes, the longest that fits; other IRIs stay in angle brackets.

    It is no Turtle: what follows the prefix may hold slashes.

    >>> shortened("<https://w3id.org/eulod/id/project/cordis/101116741>")
    'id:project/cordis/101116741'
    """
    longest_first = _SHOWN_FIRST if prefixes is SHOWN_PREFIXES else _longest_first(prefixes)
    return _IRI.sub(lambda found: _prefixed(found[1], longest_first), term)


def plain(term: str) -> str:
    """An IRI without its angle brackets, or any other term as it is."""
    found = _IRI.fullmatch(term)
    return found[1] if found else term


def term_object(term: str) -> dict[str, str]:
    """A term as the SPARQL JSON results format writes it.

    >>> term_object('"85"^^<http://www.w3.org/2001/XMLSchema#integer>')
    {'type': 'literal', 'value': '85', 'datatype': 'http://www.w3.org/2001/XMLSchema#integer'}

    Source: https://www.w3.org/TR/sparql11-results-json/#select-encode-terms
    """
    if found := _LITERAL.fullmatch(term):
        text, tag, datatype = found.groups()
        more = {"xml:lang": tag} if tag else {"datatype": datatype} if datatype else {}
        return {"type": "literal", "value": _ESCAPE.sub(_unescaped, text), **more}
    if term.startswith("_:"):
        return {"type": "bnode", "value": term.removeprefix("_:")}
    return {"type": "uri", "value": plain(term)}


def _longest_first(prefixes: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))


_SHOWN_FIRST = _longest_first(SHOWN_PREFIXES)


def _prefixed(iri: str, prefixes: list[tuple[str, str]]) -> str:
    fitting = ((name, space) for name, space in prefixes if iri.startswith(space) and iri != space)
    name, space = next(fitting, ("", ""))
    return f"{name}:{iri.removeprefix(space)}" if name else f"<{iri}>"


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _SHORT.get(found[3], found[3])
