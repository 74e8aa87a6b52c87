"""The shapes graph: read from the project's files or the user's, never from data, and never completed from elsewhere.

Source: https://www.w3.org/TR/shacl/#shapes-graph
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from eulod.errors import NoShapes, ShapesFetchRefused, ShapesMalformed, ShapesUnsupported
from eulod.rdf_document import read_quads
from eulod.sparql_text import escaped_ascii, graph_clauses, normalised, service_clause
from eulod.validation.data_graph import graph_of

_QUERIES = (SH.select, SH.ask, SH.construct, SH.update)
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_ADVANCED = tuple(URIRef(f"{SH}{name}") for name in ("rule", "target", "expression", "js", "jsLibrary", "values"))
_ADVANCED_CLASSES = tuple(
    URIRef(f"{SH}{name}") for name in ("SPARQLFunction", "JSFunction", "SPARQLTargetType", "JSTargetType")
)
_PREFIX_NAME = re.compile(r"[^\W\d_][\w.-]*|")
_IRI_TEXT = re.compile(r'[^<>"{}|^`\\\x00-\x20]+')


def read_shapes(paths: Sequence[str | Path]) -> Graph:
    """Read shapes documents into one graph.

    Raises RdfError subclasses with file, line and character when one cannot be read; ShapesFetchRefused when the
    shapes would make a validator fetch something, an owl:imports of what `paths` do not hold included;
    ShapesUnsupported when they use a part of SHACL that would be left out silently.
    """
    numbered = enumerate(paths, start=1)
    graph = graph_of(quad for number, path in numbered for quad in read_quads(path, label=f"s{number}b"))
    _refuse_imports(graph)
    _refuse_fetching_queries(graph)
    _refuse_advanced(graph)
    return graph


def check_shapes(graph: Graph) -> None:
    """Check a shapes graph against the shapes of SHACL itself, and each of its queries against SPARQL.

    Raises NoShapes when no shape has a target, for then anything conforms; ShapesMalformed that lists every problem, at
    most ten in words.
    """
    if not _has_target(graph):
        raise NoShapes("no shape in these files has a target", help="name the files that hold the shapes with --shapes")
    problems = (*_meta_problems(graph), *_query_problems(graph))
    if problems:
        more = [f"and {len(problems) - 10} more"] if len(problems) > 10 else []
        listed = "".join(f"\n    {problem}" for problem in (*problems[:10], *more))
        raise ShapesMalformed(f"{len(problems)} problems in the shapes:{listed}", help="correct the shapes named above")


def _has_target(graph: Graph) -> bool:
    """Whether a shape says what it applies to, a class that is a shape included."""
    classes = set(graph.subjects(RDF.type, RDFS.Class)) | set(graph.subjects(RDF.type, OWL.Class))
    implicit = any((node, RDF.type, kind) in graph for node in classes for kind in (SH.NodeShape, SH.PropertyShape))
    return implicit or any((None, target, None) in graph for target in _TARGETS)


def _meta_problems(graph: Graph) -> tuple[str, ...]:
    from eulod.validation.validate import validate

    with as_file(files("pyshacl") / "assets" / "shacl-shacl.ttl") as path:
        shapes_of_shapes = graph_of(read_quads(path))
    found = validate(graph, shapes_of_shapes).findings
    return tuple(f"{finding.focus_node} {finding.result_path}: {finding.message}" for finding in found)


def _query_problems(graph: Graph) -> tuple[str, ...]:
    from rdflib.plugins.sparql.parser import parseQuery

    problems = []
    for subject, text in _queries(graph):
        try:
            parseQuery(_declarations(graph, subject) + text.replace("$PATH", "<urn:path>"))
        except Exception as error:  # noqa: BLE001 - pyparsing and rdflib raise many kinds here
            problems.append(f"{_owner(graph, subject)}: its query is not SPARQL: {str(error).splitlines()[0]}")
    return tuple(problems)


def _declarations(graph: Graph, subject: Node) -> str:
    standard = f"PREFIX rdf: <{RDF}> PREFIX rdfs: <{RDFS}> PREFIX owl: <{OWL}>\n"
    declared = [
        declaration for owner in graph.objects(subject, SH.prefixes) for declaration in graph.objects(owner, SH.declare)
    ]
    pairs = ((graph.value(node, SH.prefix), graph.value(node, SH.namespace)) for node in declared)
    return standard + "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in pairs)


def _refuse_imports(graph: Graph) -> None:
    own = set(graph.subjects(RDF.type, OWL.Ontology))
    missing = sorted({str(target) for target in graph.objects(None, OWL.imports) if target not in own})
    if missing:
        raise ShapesFetchRefused(
            f"the shapes import {', '.join(missing)}; nothing is fetched while validating",
            help="give a copy of what they import as another --shapes file, or remove the owl:imports",
        )


def _refuse_fetching_queries(graph: Graph) -> None:
    for subject, text in _queries(graph):
        clause = _fetching(text)
        if clause:
            raise ShapesFetchRefused(
                f"{_owner(graph, subject)} has a query with {clause}; nothing is fetched while validating",
                help="write the query over the data graph alone, in plain characters",
            )
    for subject, predicate, form in (*_texts(graph, SH.prefix, _PREFIX_NAME), *_texts(graph, SH.namespace, _IRI_TEXT)):
        raise ShapesMalformed(
            f"{predicate.n3()} of {subject.n3()} is {form!r}", help="declare a prefix and an IRI there"
        )


def _fetching(text: str) -> str:
    """The clause of a query that could reach outside of the data graph, in words."""
    if escaped := escaped_ascii(text):
        return f"an escape for a plain character ({escaped})"
    plain = normalised(text)
    if service_clause(plain) is not None:
        return "a SERVICE clause"
    return "a FROM clause" if graph_clauses(plain) else ""


def _refuse_advanced(graph: Graph) -> None:
    used = {predicate for predicate in _ADVANCED if (None, predicate, None) in graph}
    used |= {kind for kind in _ADVANCED_CLASSES if (None, RDF.type, kind) in graph}
    if used:
        names = ", ".join(sorted(f"sh:{str(term).removeprefix(str(SH))}" for term in used))
        raise ShapesUnsupported(
            f"the shapes use {names}, of SHACL's advanced features, which are not run",
            help="write the condition with SHACL Core or sh:sparql",
        )


def _queries(graph: Graph) -> Iterable[tuple[Node, str]]:
    found = ((subject, str(text)) for predicate in _QUERIES for subject, text in graph.subject_objects(predicate))
    return sorted(found, key=lambda pair: (str(pair[0]), pair[1]))


def _texts(graph: Graph, predicate: URIRef, allowed: re.Pattern[str]) -> Iterable[tuple[Node, URIRef, str]]:
    """The values of a predicate that pySHACL would paste into a query and that are not what they should be."""
    for subject, value in sorted(graph.subject_objects(predicate)):
        if not (isinstance(value, Literal) and allowed.fullmatch(str(value))):
            yield subject, predicate, str(value)


def _owner(graph: Graph, subject: Node) -> str:
    """The shape that a query node belongs to, for messages."""
    owners = sorted(owner.n3() for owner in graph.subjects(None, subject) if isinstance(owner, URIRef))
    return owners[0] if owners else subject.n3()
