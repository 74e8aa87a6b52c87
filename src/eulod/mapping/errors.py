"""What can be wrong with a mapping itself."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from eulod.errors import MappingError, RecordError


class MappingSyntax(MappingError):
    """A mapping document lacks something, or has something where something else belongs."""

    code = "M001"


class UnknownKey(MappingError):
    """A mapping document uses a key that has no meaning there."""

    code = "M002"


class UnknownPrefix(MappingError):
    """A compact IRI uses a prefix that the mapping does not declare."""

    code = "M003"


class UnknownSource(MappingError):
    """A triples map, view or join names a source, view or triples map that the mapping does not have."""

    code = "M004"


class UnsupportedMapping(MappingError):
    """A mapping uses a part of RML that eulod does not run."""

    code = "M005"


class MixedVocabularies(MappingError):
    """An RML document uses terms of today's vocabulary and of the older ones."""

    code = "M041"


class UnknownReference(MappingError):
    """A term map reads a column or field that its source or view does not have."""

    code = "M012"


class UnknownFunction(MappingError):
    """A mapping calls a function that eulod does not have."""

    code = "M020"


class FunctionParameters(MappingError):
    """A function is called with a parameter it does not have, or without one that it needs."""

    code = "M021"


class UnknownResult(MappingError):
    """A mapping asks a function for a result that it does not give."""

    code = "M022"


class NoResult(RecordError):
    """A function has no result for a value of a record; such values are listed as problems, not raised."""

    code = "V001"


class NoPublishableIri(RecordError):
    """A value that is to be an IRI is none that can be published; such values are listed as problems, not raised."""

    code = "V002"


class NoLanguageTag(RecordError):
    """A value that is to be a language tag is none; such values are listed as problems, not raised."""

    code = "V003"


def nearest(name: str, known: Iterable[str]) -> str:
    """Advice that names the known name closest to `name`, else all of them."""
    names = sorted(known)
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else f"use one of: {', '.join(names)}"
