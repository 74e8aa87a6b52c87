"""The shapes that are checked, as rules that a report can list, those that everything keeps to included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import DCTERMS, OWL, RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from eulod.terms.shown import shortened
from eulod.validation.report import Severity

_KINDS = (SH.NodeShape, SH.PropertyShape)
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
_SEVERITIES = {SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """One named shape: what it is about, its name, severity, message and page.

    `suite` is the class that it checks, in words such as `eulod:Project`; `id` the shape's identifier, else its IRI.
    """

    suite: str
    id: str
    shape: str
    severity: Severity
    name: str = ""
    message: str = ""

    @property
    def page(self) -> str:
        """Where the shape is described: its own IRI."""
        return self.shape if self.shape.startswith(("http://", "https://")) else ""


def rules_of(shapes: Graph, *, language: str = "en") -> tuple[Rule, ...]:
    """The active named shapes of a shapes graph that have a target or belong to a shape that has one, sorted."""
    return tuple(sorted(_rule(shapes, shape, suite, language) for shape, suite in sorted(_checked(shapes).items())))


def _checked(shapes: Graph) -> dict[Node, str]:
    found: dict[Node, str] = {}
    for shape in sorted({subject for kind in (*_KINDS,) for subject in shapes.subjects(RDF.type, kind)}, key=str):
        suite = _target(shapes, shape)
        if suite and not _deactivated(shapes, shape):
            for part in (shape, *shapes.objects(shape, SH.property)):
                if not isinstance(part, BNode) and not _deactivated(shapes, part):
                    found.setdefault(part, suite)
    return found


def _deactivated(shapes: Graph, shape: Node) -> bool:
    return any(str(value) in ("true", "1") for value in shapes.objects(shape, SH.deactivated))


def _target(shapes: Graph, shape: Node) -> str:
    """What a shape is about: its classes first, the class that it is itself, or its other targets."""
    for predicate in _TARGETS:
        named = sorted(shortened(f"<{target}>") for target in shapes.objects(shape, predicate))
        if named:
            return named[0]
    is_class = any((shape, RDF.type, kind) in shapes for kind in (RDFS.Class, OWL.Class))
    return shortened(f"<{shape}>") if is_class else ""


def _rule(shapes: Graph, shape: Node, suite: str, language: str) -> Rule:
    severity = shapes.value(shape, SH.severity)
    identifier = min((str(found) for found in shapes.objects(shape, DCTERMS.identifier)), default=str(shape))
    return Rule(
        suite=suite,
        id=identifier,
        shape=str(shape),
        severity=_SEVERITIES.get(severity, Severity.VIOLATION) if isinstance(severity, URIRef) else Severity.VIOLATION,
        name=_text(shapes, shape, (SH.name, RDFS.label), language),
        message=_text(shapes, shape, (SH.message,), language),
    )


def _text(shapes: Graph, shape: Node, predicates: tuple[URIRef, ...], language: str) -> str:
    found = [text for predicate in predicates for text in sorted(_literals(shapes, shape, predicate))]
    for wanted in (language, "en", None):
        for text in found:
            if text.language == wanted:
                return str(text)
    return str(found[0]) if found else ""


def _literals(shapes: Graph, shape: Node, predicate: URIRef) -> Iterator[Literal]:
    return (text for text in shapes.objects(shape, predicate) if isinstance(text, Literal))
