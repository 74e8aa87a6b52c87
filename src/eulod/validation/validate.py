"""Checking a data graph against a shapes graph with pySHACL."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from eulod.errors import ShapesNotRunnable
from eulod.validation.prepared_queries import PreparedQueries
from eulod.validation.property_path import path_text
from eulod.validation.report import Finding, Report, Severity

_SEVERITIES = MappingProxyType({SH.Warning: Severity.WARNING, SH.Info: Severity.INFO})
_HIERARCHY = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.inScheme)
_KINDS = (
    OWL.Class,
    RDFS.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    RDF.Property,
    SKOS.Concept,
    SKOS.ConceptScheme,
)
_DEEPEST = 60  # shapes within shapes; pySHACL's 15 is too few for SHACL's own shapes, and Python's stack ends near 100
_PLACEHOLDER = re.compile(r"\{[?$]\w+\}")


def validate(data: Graph, shapes: Graph, *, ontology: Graph | None = None, language: str = "en") -> Report:
    """Check a data graph against a shapes graph; both stay as they are.

    Of `ontology` only the class and property hierarchy and the membership of concepts in their schemes join the data,
    so that its labels and axioms are no focus nodes. There is no inference, no import and no advanced feature. Each
    finding has one message, in `language` if the shape has it, else in English. A severity of one's own counts as a
    violation.
    Raises ShapesNotRunnable when pySHACL stops at a shape.

    >>> validate(Graph(), Graph()).conforms
    True
    """
    graph = PreparedQueries(_with_hierarchy(data, ontology) if ontology is not None else data)
    results = _run(graph, _copy(shapes))
    return Report(tuple(_findings(results, shapes, language)))


def _run(data: Graph, shapes: Graph) -> Graph:
    """pySHACL's own report graph."""
    from pyshacl import Validator
    from pyshacl.errors import ReportableRuntimeError
    from pyshacl.graph_abstraction import DataGraph

    options = {
        "inference": "none",
        "inplace": True,
        "max_validation_depth": _DEEPEST,
        "logger": logging.getLogger("eulod.validation"),
    }
    try:
        validator: Any = Validator(DataGraph.from_rdflib(data), shacl_graph=shapes, options=options)
        _, results, _ = validator.run()
    except (ReportableRuntimeError, NotImplementedError, RecursionError, ValueError) as error:
        raise ShapesNotRunnable(
            f"the validator stopped: {str(error).splitlines()[0]}", help="correct the shape; `eulod check` lints shapes"
        ) from error
    assert isinstance(results, Graph)
    return results


def _copy(graph: Graph) -> Graph:
    copied = Graph(identifier=graph.identifier, bind_namespaces="none")
    for triple in graph:
        copied.add(triple)
    return copied


def hierarchy(ontology: Graph) -> Graph:
    """What of an ontology joins the data: the hierarchy of classes and properties, and the schemes of concepts."""
    kept = Graph(bind_namespaces="none")
    for subject, predicate, object in ontology:
        named = isinstance(subject, URIRef) and isinstance(object, URIRef)
        if named and (predicate in _HIERARCHY or (predicate == RDF.type and object in _KINDS)):
            kept.add((subject, predicate, object))
    return kept


def _with_hierarchy(data: Graph, ontology: Graph) -> Graph:
    merged = _copy(data)
    for triple in hierarchy(ontology):
        merged.add(triple)
    return merged


def _findings(results: Graph, shapes: Graph, language: str) -> Iterator[Finding]:
    for result in results.objects(None, SH.result):
        yield _finding(results, result, shapes, language)


def _finding(results: Graph, result: Node, shapes: Graph, language: str) -> Finding:
    shape, path = results.value(result, SH.sourceShape), results.value(result, SH.resultPath)
    severity = results.value(result, SH.resultSeverity)
    return Finding(
        severity=_SEVERITIES.get(severity, Severity.VIOLATION) if isinstance(severity, URIRef) else Severity.VIOLATION,
        message=_message(results, result, shapes, language),
        code=_identifier(shapes, shape),
        shape=term_text(shape),
        focus_node=term_text(results.value(result, SH.focusNode)),
        result_path="" if path is None else path_text(results, path),
        value=term_text(results.value(result, SH.value)),
        constraint_component=term_text(results.value(result, SH.sourceConstraintComponent)),
    )


def term_text(term: Node | None) -> str:
    """A term of rdflib as N-Quads text, nothing for None.

    >>> term_text(Literal("one\\ntwo", lang="en"))
    '"one\\\\ntwo"@en'
    """
    if term is None:
        return ""
    if not isinstance(term, Literal):
        return f"_:{term}" if isinstance(term, BNode) else f"<{term}>"
    if term.language:
        return str(ox.Literal(str(term), language=term.language))
    return str(ox.Literal(str(term), datatype=ox.NamedNode(term.datatype) if term.datatype else None))


def _identifier(shapes: Graph, shape: Node | None) -> str:
    """The shape's dcterms:identifier; the smallest, should it have several."""
    return "" if shape is None else min((str(found) for found in shapes.objects(shape, DCTERMS.identifier)), default="")


def _message(results: Graph, result: Node, shapes: Graph, language: str) -> str:
    """One of the messages that pySHACL copied: it drops the language of those with {?variables}, so templates help."""
    found = sorted(text for text in results.objects(result, SH.resultMessage) if isinstance(text, Literal))
    owners = [*results.objects(result, SH.sourceConstraint), *results.objects(result, SH.sourceShape)]
    templates = [text for owner in owners for text in shapes.objects(owner, SH.message) if isinstance(text, Literal)]
    component = str(results.value(result, SH.sourceConstraintComponent))
    if not templates and component.startswith(str(SH)):
        return _generic(component.removeprefix(str(SH)))
    for wanted in (language, "en"):
        fitting = [text for text in found if text.language == wanted] or _made_from(found, templates, wanted)
        if fitting:
            return str(fitting[0])
    return str(found[0]) if found else ""


def _generic(component: str) -> str:
    """The message of a shape that has none: pySHACL's lists values in an order of chance."""
    return f"sh:{component} is not met"


def _made_from(found: list[Literal], templates: Iterable[Literal], language: str) -> list[Literal]:
    patterns = [_pattern(str(template)) for template in templates if template.language == language]
    return [text for text in found if any(pattern.fullmatch(str(text)) for pattern in patterns)]


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in _PLACEHOLDER.split(template)), re.DOTALL)
