"""What the vocabulary of a release says of itself: its classes, properties, concept schemes and shapes.

Terms keep the order of the files, which their authors chose for reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from eulod.browsing.model import Label
from eulod.terms.prefixes import PREFIXES

_SH = "http://www.w3.org/ns/shacl#"
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_KINDS = {"owl:Class": "class", "owl:ObjectProperty": "object", "owl:DatatypeProperty": "datatype"}


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A class or a property. `kind`: class, object or datatype; `includes`: schema:domainIncludes."""

    iri: str
    kind: str
    labels: tuple[Label, ...]
    definitions: tuple[Label, ...]
    notes: tuple[Label, ...]
    examples: tuple[str, ...]
    parents: tuple[str, ...]
    domains: tuple[str, ...]
    includes: tuple[str, ...]
    ranges: tuple[str, ...]
    alignments: tuple[tuple[str, str], ...]  # SKOS relation, IRI
    status: str
    replaced_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchemeConcept:
    """A concept: its notation, names and definitions."""

    iri: str
    notation: str
    labels: tuple[Label, ...]
    others: tuple[Label, ...]
    definitions: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme with its concepts."""

    iri: str
    labels: tuple[Label, ...]
    definitions: tuple[Label, ...]
    concepts: tuple[SchemeConcept, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that data are checked against. `path` is an IRI or '', `severity` violation, warning or info."""

    iri: str
    id: str
    names: tuple[Label, ...]
    messages: tuple[Label, ...]
    comments: tuple[Label, ...]
    targets: tuple[str, ...]
    path: str
    severity: str
    profile: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole vocabulary of a release; `iri` is '' where the release carries no ontology."""

    iri: str
    titles: tuple[Label, ...]
    descriptions: tuple[Label, ...]
    version: str
    version_iri: str
    licence: str
    modified: str
    terms: tuple[VocabularyTerm, ...]
    schemes: tuple[Scheme, ...]
    shapes: tuple[Shape, ...]


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read `ontology/*.ttl` and `shapes/*.ttl` of a release folder; what is not there is left empty."""
    facts = _read(sorted(folder.glob("ontology/*.ttl"), key=_core_first))
    shapes = _read(sorted(folder.glob("shapes/*.ttl")))
    whole = facts.of("rdf:type", "owl:Ontology")
    main = next(iter(whole), "")
    return Vocabulary(
        main,
        facts.labels(main, "dcterms:title"),
        facts.labels(main, "dcterms:description"),
        facts.text(main, "owl:versionInfo"),
        facts.one(main, "owl:versionIRI"),
        facts.one(main, "dcterms:license"),
        facts.text(main, "dcterms:modified"),
        tuple(_terms(facts, main)),
        tuple(_scheme(facts, scheme) for scheme in facts.of("rdf:type", "skos:ConceptScheme")),
        tuple(sorted(_shapes(shapes), key=lambda shape: (shape.id, shape.iri))),
    )


def _core_first(path: Path) -> tuple[bool, str]:
    """The core module is eulod.ttl; the others add to it."""
    return path.name != "eulod.ttl", path.name


class _Facts:
    """Triples by subject and predicate, in the order in which they were read."""

    def __init__(self) -> None:
        self._objects: dict[tuple[str, str], list[ox.NamedNode | ox.BlankNode | ox.Literal]] = {}
        self._subjects: dict[tuple[str, str], list[str]] = {}

    def add(self, quad: ox.Quad) -> None:
        """Take one statement up; those that are there already, from another file, are passed over."""
        subject, predicate, object = quad.subject, quad.predicate, quad.object
        if isinstance(subject, ox.Triple) or isinstance(object, ox.Triple):
            return
        found = self._objects.setdefault((_name(subject), predicate.value), [])
        if object not in found:
            found.append(object)
            if isinstance(object, ox.NamedNode):
                self._subjects.setdefault((predicate.value, object.value), []).append(_name(subject))

    def of(self, predicate: str, value: str) -> list[str]:
        """The subjects that have a value, both `prefix:name`."""
        return self._subjects.get((_iri(predicate), _iri(value)), [])

    def all(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The IRIs that a subject has."""
        found = self._objects.get((subject, _iri(predicate)), [])
        return tuple(term.value for term in found if isinstance(term, ox.NamedNode))

    def one(self, subject: str, predicate: str) -> str:
        """The first of those IRIs, or ''."""
        return next(iter(self.all(subject, predicate)), "")

    def labels(self, subject: str, *predicates: str) -> tuple[Label, ...]:
        """The texts that a subject has, with their languages."""
        found = (term for name in predicates for term in self._objects.get((subject, _iri(name)), []))
        return tuple(Label(term.value, term.language or "") for term in found if isinstance(term, ox.Literal))

    def text(self, subject: str, predicate: str) -> str:
        """The first of those texts, or ''."""
        return next((label.text for label in self.labels(subject, predicate)), "")


def _read(paths: list[Path]) -> _Facts:
    facts = _Facts()
    for path in paths:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            facts.add(quad)
    return facts


def _iri(name: str) -> str:
    """The IRI of `prefix:name`; an IRI stays as it is."""
    prefix, _, local = name.partition(":")
    if prefix == "sh":
        return _SH + local
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


def _name(subject: ox.NamedNode | ox.BlankNode) -> str:
    return subject.value if isinstance(subject, ox.NamedNode) else str(subject)


def _terms(facts: _Facts, ontology: str) -> Iterator[VocabularyTerm]:
    """The ontology's own terms; those of other vocabularies that it declares are not its to explain."""
    for type_, kind in _KINDS.items():
        for iri in facts.of("rdf:type", type_):
            if facts.one(iri, "rdfs:isDefinedBy") == ontology:
                yield _term(facts, iri, kind)


def _term(facts: _Facts, iri: str, kind: str) -> VocabularyTerm:
    return VocabularyTerm(
        iri,
        kind,
        facts.labels(iri, "rdfs:label"),
        facts.labels(iri, "skos:definition"),
        facts.labels(iri, "skos:scopeNote", "rdfs:comment"),
        tuple(label.text for label in facts.labels(iri, "skos:example")),
        facts.all(iri, "rdfs:subClassOf") + facts.all(iri, "rdfs:subPropertyOf"),
        facts.all(iri, "rdfs:domain"),
        facts.all(iri, "schema:domainIncludes"),
        facts.all(iri, "rdfs:range"),
        tuple((relation, other) for relation in _MATCHES for other in facts.all(iri, f"skos:{relation}")),
        facts.text(iri, "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"),
        facts.all(iri, "dcterms:isReplacedBy"),
    )


def _scheme(facts: _Facts, iri: str) -> Scheme:
    concepts = facts.of("skos:inScheme", iri)
    return Scheme(
        iri,
        facts.labels(iri, "skos:prefLabel"),
        facts.labels(iri, "skos:definition"),
        tuple(
            SchemeConcept(
                concept,
                facts.text(concept, "skos:notation"),
                facts.labels(concept, "skos:prefLabel"),
                facts.labels(concept, "skos:altLabel"),
                facts.labels(concept, "skos:definition"),
            )
            for concept in concepts
        ),
    )


def _shapes(facts: _Facts) -> Iterator[Shape]:
    profiles = {
        part: facts.text(profile, "dcterms:identifier")
        for profile in facts.of("rdf:type", "http://www.w3.org/ns/dx/prof/Profile")
        for part in facts.all(profile, "dcterms:hasPart")
    }
    for type_ in ("sh:NodeShape", "sh:PropertyShape"):
        for iri in facts.of("rdf:type", type_):
            identifier = facts.text(iri, "dcterms:identifier")
            if identifier:
                yield Shape(
                    iri,
                    identifier,
                    facts.labels(iri, "sh:name", "rdfs:label"),
                    facts.labels(iri, "sh:message"),
                    facts.labels(iri, "rdfs:comment"),
                    tuple(target for name in _TARGETS for target in facts.all(iri, f"sh:{name}")),
                    facts.one(iri, "sh:path"),
                    (facts.one(iri, "sh:severity") or "#violation").rpartition("#")[2].lower(),
                    profiles.get(iri, ""),
                )


_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
