"""IRIs shortened to `prefix:local` where every format reads them back the same.

A prefix is used for the namespace up to the last `#` or `/` of an IRI and a local name of ASCII letters, digits, `_`
and, inside, `-` and dots; all other IRIs stay whole.
Source: https://www.w3.org/TR/turtle/#grammar-production-PN_LOCAL
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NAMESPACE = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`]*[#/]')
_COMPACT = r"^([^:]*:[A-Za-z0-9_]+(?:[.\-]+[A-Za-z0-9_]+)*)>$"


@dataclass(frozen=True, slots=True, order=True)
class Namespace:
    """A prefix and the IRI that it stands for."""

    prefix: str
    iri: str


def namespaces(prefixes: Mapping[str, str]) -> tuple[Namespace, ...]:
    """Give the prefixes that dumps use, sorted: ASCII names, IRIs that end in `#` or `/`, each IRI once.

    >>> namespaces({"z": "https://e.org/", "a": "https://e.org/", "": "https://x.org/", "n": "urn:n:"})
    (Namespace(prefix='a', iri='https://e.org/'),)
    """
    usable: dict[str, str] = {}
    for prefix, iri in sorted(prefixes.items()):
        if _PREFIX.fullmatch(prefix) and _NAMESPACE.fullmatch(iri):
            usable.setdefault(iri, prefix)
    return tuple(sorted(Namespace(prefix, iri) for iri, prefix in usable.items()))


def compacted(term: ir.StringValue, known: Sequence[Namespace], *, otherwise: ir.StringValue) -> ir.StringValue:
    """Write each IRI term `<…>` as `prefix:local`, or as `otherwise` where no prefix fits or it is no IRI."""
    if not known:
        return otherwise
    # No part stands twice in this expression: engines work out each mention within a case anew.
    longest_first = sorted(known, key=lambda namespace: (-len(namespace.iri), namespace))
    swapped = ibis.cases(*(_swap(term, namespace) for namespace in longest_first), else_="")
    return swapped.re_extract(_COMPACT, 1).nullif("").fill_null(otherwise)


def _swap(term: ir.StringValue, namespace: Namespace) -> tuple[ir.BooleanValue, ir.StringValue]:
    start = "<" + namespace.iri
    return term.startswith(start), ibis.literal(namespace.prefix + ":") + term.substr(len(start))
