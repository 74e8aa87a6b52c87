"""Cases of today's vocabulary said in the older R2RML and RML vocabularies, by exchanging words in the text."""

from __future__ import annotations

import re

LACKING = ("baseIRI", "UnsafeIRI", "URI", "datatypeMap", "languageMap")
"""What the older vocabularies have no word for."""
_PREFIX = re.compile(r"@prefix rml: <http://w3id\.org/rml/> \.")
_PREFIXES = """@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> . \
@prefix ql: <http://semweb.mmlab.be/ns/ql#> ."""
_SOURCE = re.compile(r"rml:source\s+\[[^]]*rml:path\s+(\"[^\"]*\")[^]]*\]")
_WORD = re.compile(r"\brml:(\w+)")
_RML = (
    "childMap",
    "iterator",
    "LogicalSource",
    "logicalSource",
    "parentMap",
    "reference",
    "referenceFormulation",
    "source",
)
_QL = ("CSV", "JSONPath", "XPath")


def lacks_words(mapping: str) -> bool:
    """Say whether a mapping needs words that the older vocabularies do not have."""
    return any(word in LACKING for word in _WORD.findall(mapping))


def in_older_words(mapping: str) -> str:
    """The same mapping in the older vocabularies, on the same lines but for its sources."""
    assert len(_PREFIX.findall(mapping)) == 1
    said = _WORD.sub(_exchanged, _SOURCE.sub(r"rml:source \1", mapping))
    return _PREFIX.sub(_PREFIXES, said)


def _exchanged(found: re.Match[str]) -> str:
    word = found[1]
    return f"{'rml' if word in _RML else 'ql' if word in _QL else 'rr'}:{word}"
