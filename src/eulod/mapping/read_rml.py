"""RML in Turtle, of today's vocabulary and the older ones, read into the mapping model; every part remembers its line.

Source: https://kg-construct.github.io/rml-core/spec/docs/ and https://kg-construct.github.io/rml-io/spec/docs/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from eulod.errors import Place
from eulod.mapping.csvw import Options, csvw_table, is_csvw
from eulod.mapping.errors import MappingSyntax, UnsupportedMapping, nearest
from eulod.mapping.rml_database import read_database
from eulod.mapping.rml_document import RmlDocument, Stated
from eulod.mapping.rml_older_functions import is_function
from eulod.mapping.rml_terms import TermReader
from eulod.mapping.rml_views import ViewReader
from eulod.mapping.rml_vocabulary import (
    DOWNLOAD,
    JOIN,
    LOGICAL_SOURCE,
    NAMESPACE,
    OBJECT,
    PREDICATE_OBJECT,
    REF_OBJECT,
    SOURCE,
    SUBJECT,
    TRIPLES_MAP,
    TYPE,
    word,
)
from eulod.mapping.term_map import DEFAULT_GRAPH, Constant, FunctionCall, TermMap, TermType
from eulod.mapping.triples_map import Join, Mapping, ParentTriplesMap, PredicateObjectMap, TriplesMap
from eulod.sources.logical_source import COMPRESSIONS, LogicalSource, format_of

FORMULATIONS = {"CSV": "csv", "JSONPath": "jsonpath", "XPath": "xpath"}
_STAR = ("AssertedTriplesMap", "NonAssertedTriplesMap")
_RESOURCES = (TermType.IRI, TermType.URI, TermType.UNSAFE_IRI)
_SUBJECTS = (*_RESOURCES, TermType.BLANK_NODE)

ObjectMap = TermMap | ParentTriplesMap


def read_rml(path: Path) -> Mapping:
    """Read one RML document.

    Raises RdfSyntaxError for what is no Turtle, MappingError subclasses for what is no mapping or cannot be run.
    """
    return _Reader(RmlDocument(path)).mapping()


class _Reader:
    def __init__(self, document: RmlDocument) -> None:
        self.document = document
        self.terms = TermReader(document)
        self.sources: dict[str, LogicalSource] = {}
        self.views = ViewReader(document, self.terms, self.source, self.join)

    def mapping(self) -> Mapping:
        nodes = self.document.subjects("TriplesMap", "logicalSource", "subject", "subjectMap", "predicateObjectMap")
        maps = tuple(self.triples_map(node) for node in nodes if not is_function(self.document, node))
        for node in self.document.subjects("LogicalView", "leftJoin", "innerJoin", "viewOn"):
            self.views.view(node)
        if not maps:
            place = Place(self.document.file, 1)
            raise MappingSyntax(
                "no triples map", place=place, help="describe one with rml:logicalSource and rml:subjectMap"
            )
        return Mapping(self.document.file, self.sources, self.views.views, maps)

    def triples_map(self, node: Stated) -> TriplesMap:
        self.document.check(node, TRIPLES_MAP)
        for kind in self.document.all(node, TYPE):
            if kind.word in _STAR:
                problem, help = f"a {kind.word}, which states triples about triples", "leave RML-star out"
                raise UnsupportedMapping(problem, place=kind.place, help=help)
        source = self.source(self.document.needed(node, "logicalSource"))
        stated = self.document.needed(node, "subjectMap", "subject")
        subject = _checked(next(self.terms.term_maps(node, "subject", SUBJECT)), "subject", _SUBJECTS)
        graphs = self.graphs(stated)
        pairs = [pair for entry in self.document.all(node, "predicateObjectMap") for pair in self.pairs(entry, graphs)]
        condition, base = self.condition(stated), self.document.one(node, "baseIRI")
        everything = (*self.classes(stated), *pairs)
        name = self.document.name(node.term)
        return TriplesMap(name, source, subject, graphs, everything, condition, node.place, base.text if base else "")

    def source(self, node: Stated) -> str:
        """The name of a view, or of a logical source: the file's, with the iterator where the file has several."""
        if self.views.describes(node):
            return self.views.view(node)
        self.document.check(node, LOGICAL_SOURCE)
        stated = self.document.needed(node, "source")
        if database := read_database(self.document, node, stated):
            name = database.shown
            self.sources.setdefault(name, LogicalSource(name, name, "csv", node.place, database=database))
            return name
        access, options = self.access(stated)
        iterator = self.document.one(node, "iterator")
        path = iterator.text if iterator else None
        formulation_stated, namespaces = self.formulation(node)
        formulation, packed = format_of(formulation_stated, access), self.compression(stated)
        found = LogicalSource(access, access, formulation, node.place, path, options, namespaces, packed)
        for name in (access, f"{access} {path}"):
            known = self.sources.setdefault(name, replace(found, name=name))
            if replace(known, place=node.place) == replace(found, name=name):
                return name
        name = f"{access} {path} (line {node.place.line})"
        self.sources[name] = replace(found, name=name)
        return name

    def formulation(self, node: Stated) -> tuple[str, dict[str, str]]:
        """The format of a source, and the prefixes of its XPath."""
        stated = self.document.one(node, "referenceFormulation")
        if stated is not None and self.document.all(stated, "namespace"):
            return "xpath", dict(self.namespace(entry) for entry in self.document.all(stated, "namespace"))
        name = "CSV" if stated is None else self.formulation_name(stated)
        if name not in FORMULATIONS:
            place = stated.place if stated else node.place
            raise UnsupportedMapping(
                f"the reference formulation '{name}' is not read", place=place, help=nearest(name, FORMULATIONS)
            )
        return FORMULATIONS[name], {}

    def formulation_name(self, stated: Stated) -> str:
        """The name of a reference formulation, or that of its type where it is described in place."""
        types = [entry.word.removesuffix("ReferenceFormulation") for entry in self.document.all(stated, TYPE)]
        return next((name for name in types if name in FORMULATIONS), stated.word)

    def namespace(self, node: Stated) -> tuple[str, str]:
        """A prefix of XPath and the namespace that it stands for."""
        self.document.check(node, NAMESPACE)
        prefix, url = (self.document.needed(node, name).text for name in NAMESPACE)
        return prefix, url

    def compression(self, stated: Stated) -> str:
        """How a file is packed, where that is stated."""
        found = self.document.one(stated, "compression")
        if found is None:
            return ""
        if found.word not in COMPRESSIONS:
            help = nearest(found.word, COMPRESSIONS)
            raise UnsupportedMapping(f"the compression '{found.word}' is not read", place=found.place, help=help)
        return found.word

    def access(self, stated: Stated) -> tuple[str, Options]:
        """The path or the address of a source's file, and its dialect."""
        if isinstance(stated.term, ox.Literal):
            return stated.text, {}
        if is_csvw(self.document, stated):
            return csvw_table(self.document, stated)
        self.document.check(stated, SOURCE)
        root = self.document.one(stated, "root")
        if root is not None and root.word != "MappingDirectory":
            problem = f"the root '{root.word}' is not followed; paths are below the mapping's folder, or --input"
            raise UnsupportedMapping(
                problem, place=root.place, help="leave rml:root out, or write rml:MappingDirectory"
            )
        options = {name: entry for name in ("encoding", "null") if (entry := self.document.one(stated, name))}
        dialect: Options = {
            name: _encoding(entry.word) if name == "encoding" else entry.text for name, entry in options.items()
        }
        download = self.document.one(stated, DOWNLOAD)
        return (download or self.document.needed(stated, "path")).text, dialect

    def graphs(self, owner: Stated) -> tuple[TermMap, ...]:
        found = self.terms.term_maps(owner, "graph")
        return tuple(_default_graph(_checked(graph, "graph", _RESOURCES)) for graph in found)

    def condition(self, owner: Stated) -> FunctionCall | None:
        stated = self.document.one(owner, "condition")
        return None if stated is None else self.terms.call(stated)

    def classes(self, subject: Stated) -> Iterator[PredicateObjectMap]:
        for stated in self.document.all(subject, "class"):
            rdf_type = TermMap(Constant(TYPE), TermType.IRI, stated.place)
            made = _checked(self.terms.constant(stated, None), "class", _RESOURCES)
            yield PredicateObjectMap((rdf_type,), (made,), (), None, stated.place)

    def pairs(self, node: Stated, subject_graphs: tuple[TermMap, ...]) -> Iterator[PredicateObjectMap]:
        """A predicate object map, as one for each of its objects; its graphs are added to those of the subject."""
        self.document.check(node, PREDICATE_OBJECT)
        predicates = tuple(_checked(one, "predicate", _RESOURCES) for one in self.terms.term_maps(node, "predicate"))
        if not predicates or not self.document.all(node, "object", "objectMap"):
            missing = "object" if predicates else "predicate"
            problem = f"a predicate object map without {missing}"
            raise MappingSyntax(problem, place=node.place, help=f"add rml:{missing} or rml:{missing}Map")
        graphs = self.graphs(node)
        graphs = (*subject_graphs, *graphs) if graphs else ()
        everywhere = self.condition(node)
        for object_map, condition in self.objects(node):
            if condition and everywhere:
                place = condition.place
                raise UnsupportedMapping("a condition within a condition", place=place, help="join them with fn:all")
            yield PredicateObjectMap(predicates, (object_map,), graphs, condition or everywhere, object_map.place)

    def objects(self, node: Stated) -> Iterator[tuple[ObjectMap, FunctionCall | None]]:
        for stated in self.document.all(node, "object"):
            yield self.terms.constant(stated, None), None
        for stated in self.document.all(node, "objectMap"):
            parent = self.document.one(stated, "parentTriplesMap")
            made = self.terms.term_map(stated, None, OBJECT) if parent is None else self.parent(stated, parent)
            yield made, self.condition(stated)

    def parent(self, node: Stated, parent: Stated) -> ParentTriplesMap:
        self.document.check(node, REF_OBJECT)
        joins = tuple(self.join(stated) for stated in self.document.all(node, "joinCondition"))
        return ParentTriplesMap(self.document.name(parent.term), joins, parent.place)

    def join(self, node: Stated) -> Join:
        self.document.check(node, JOIN)
        return Join(self.terms.child(node, "child"), self.terms.child(node, "parent"), node.place)


def _checked(term_map: TermMap, role: str, possible: tuple[TermType, ...]) -> TermMap:
    """`term_map` where its terms may stand as `role`. Raises MappingSyntax."""
    if term_map.term_type in possible:
        return term_map
    problem = f"a {role} cannot be a {term_map.term_type.value}"
    raise MappingSyntax(problem, place=term_map.place, help=f"make it {' or '.join(kind.value for kind in possible)}")


def _default_graph(graph: TermMap) -> TermMap:
    """The older vocabulary's name of the default graph as today's."""
    if isinstance(graph.expression, Constant) and word(graph.expression.value) == word(DEFAULT_GRAPH):
        return replace(graph, expression=Constant(DEFAULT_GRAPH))
    return graph


def _encoding(name: str) -> str:
    return name.lower().replace("utf8", "utf-8").replace("utf16", "utf-16")
