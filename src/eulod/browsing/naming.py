"""The labels of resources: from the data, from the vocabularies of the release, from the tables of regions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.browsing.kinds import iri
from eulod.browsing.model import ACRONYM, ALTERNATIVE, FALLBACK, MAIN
from eulod.browsing.quads import Numbered
from eulod.errors import Place
from eulod.linking.tables import find_lookup
from eulod.rdf_document import read_quads

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_KINDS = {
    "skos:prefLabel": MAIN,
    "dcterms:title": MAIN,
    "rdfs:label": MAIN,
    "foaf:name": MAIN,
    "schema:name": MAIN,
    "vcard:fn": MAIN,
    "eulod:statedName": MAIN,
    "eulod:acronym": ACRONYM,
    "skos:altLabel": ALTERNATIVE,
    "dcterms:alternative": ALTERNATIVE,
    "skos:notation": FALLBACK,
}
_LITERAL = r'^"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+))?'
_NUTS = iri("nuts:")
_BORROWED = (
    ("eulod:participant", "participation"),
    ("foaf:primaryTopic", "record"),
    ("eulod:activityKind", "event"),
    ("eulod:outputKind", "output"),
    ("eulod:amountKind", "money"),
)


def vocabulary_labels(engine: Engine, release: Path) -> ibis.Table:
    """The labels of the ontology and the concepts kept in a release: columns iri (in brackets), literal, kind."""
    rows = sorted(_of_vocabularies(sorted((release / "ontology").glob("*.ttl"))))
    columns = {name: [row[place] for row in rows] for place, name in enumerate(("iri", "literal", "kind"))}
    return _typed(engine.from_columns(columns))


def region_labels(engine: Engine) -> ibis.Table:
    """The names of NUTS regions, in their own language without a tag: columns iri (in brackets), literal, kind."""
    lookup = find_lookup("nuts_name", Path(), Place("nuts_name"))
    place = lookup.columns.index("iri") + 1
    rows = sorted(
        {(f"<{row[place] or ''}>", _quoted((row[0] or "").rpartition("/")[2]), str(MAIN)) for row in lookup.rows}
    )
    columns = {name: [row[place] for row in rows] for place, name in enumerate(("iri", "literal", "kind"))}
    return _typed(engine.from_columns(columns))


def labels(numbers: Numbered, *more: ibis.Table) -> ibis.Table:
    """The labels of resources: resource, text, language, kind; texts as N-Quads escape them.

    `more` are labels from elsewhere, with columns iri (in brackets), literal and kind.
    """
    triples = numbers.triples
    branches = [(triples.predicate == f"<{iri(name)}>", kind) for name, kind in _KINDS.items()]
    stated = triples.mutate(kind=ibis.cases(*branches)).filter(triples.oid.isnull(), triples.withheld == "")
    stated = stated.filter(stated.kind.notnull()).select(resource="sid", literal="object", kind="kind")
    names = numbers.resources.select("id", iri=ibis.literal("<") + numbers.resources.iri + ">")
    found = [stated.mutate(kind=stated.kind.cast("int64"))]
    found += [table.inner_join(names, "iri").select(resource="id", literal="literal", kind="kind") for table in more]
    rows = ibis.union(*found, distinct=False)
    rows = rows.select("resource", "kind", text=rows.literal.re_extract(_LITERAL, 1), language=_language(rows))
    rows = numbers.engine.materialise("own_labels", rows.filter(rows.text != "").distinct())
    return numbers.engine.materialise("labels", ibis.union(rows, _borrowed(numbers, rows), distinct=True))


def _language(rows: ibis.Table) -> ibis.Value:
    return ibis.coalesce(rows.literal.re_extract(_LITERAL, 2), "")


def _borrowed(numbers: Numbered, rows: ibis.Table) -> ibis.Table:
    """What stands in for names that nothing states: those of the participant, of the topic, of the kind of thing."""
    found = []
    for name, kind in _BORROWED:
        owners = numbers.of_kind(kind).select(owner="resource")
        links = numbers.pairs(name, "owner", "resource").semi_join(owners, "owner")
        named = links.inner_join(rows.filter(rows.kind <= ACRONYM), "resource")
        fallback = ibis.literal(FALLBACK).cast("int64")
        found.append(named.select(resource="owner", kind=fallback, text="text", language="language"))
    return ibis.union(*found, distinct=True)


def _of_vocabularies(files: Iterable[Path]) -> Iterator[tuple[str, str, str]]:
    kinds = {iri(name): kind for name, kind in _KINDS.items()}
    for file in files:
        for quad in read_quads(file):
            kind = kinds.get(quad.predicate.value)
            if kind is not None and kind != FALLBACK:
                yield str(quad.subject), str(quad.object), str(kind)


def _typed(table: ibis.Table) -> ibis.Table:
    return table.mutate(kind=table.kind.cast("int64"))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
