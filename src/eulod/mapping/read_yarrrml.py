"""YARRRML, with logical views, read into the mapping model; every part remembers its line.

Source: https://rml.io/yarrrml/spec/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping as Map
from pathlib import Path
from typing import Any

from eulod.errors import Place
from eulod.mapping.errors import MappingSyntax, UnknownKey, nearest
from eulod.mapping.read_expression import ExpressionReader
from eulod.mapping.term_map import Constant, FunctionCall, TermMap, TermType
from eulod.mapping.triples_map import (
    Field,
    IterableField,
    Join,
    Mapping,
    ParentTriplesMap,
    PredicateObjectMap,
    TriplesMap,
    View,
)
from eulod.sources.logical_source import FORMATS, LogicalSource
from eulod.terms.prefixes import PREFIXES
from eulod.yaml_document import YamlList, YamlMap, read_yaml

_TOP = ("authors", "base", "external", "mappings", "prefixes", "sources", "views")
_SOURCE = ("access", "delimiter", "encoding", "iterator", "null", "quote", "referenceFormulation")
_VIEW = ("fields", "source")
_MAPPING = ("condition", "graphs", "po", "predicateobjects", "s", "sources", "subjects")
_PREDICATE_OBJECT = ("condition", "graphs", "o", "objects", "p", "predicates")
_OBJECT = ("condition", "datatype", "function", "language", "mapping", "parameters", "type", "value")
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def read_yarrrml(path: Path, *, externals: Map[str, str] | None = None) -> Mapping:
    """Read one YARRRML document; `externals` gives the values of `$(_name)`.

    Raises YamlSyntax for what is no YAML, MappingError subclasses for what is no mapping.
    """
    document = read_yaml(path)
    if not isinstance(document, YamlMap):
        help = "begin with the keys prefixes, sources and mappings"
        raise MappingSyntax("the file is no YAML mapping", place=Place(str(path), 1), help=help)
    return _Reader(str(path), document, externals or {}).mapping()


class _Reader:
    def __init__(self, file: str, document: YamlMap, externals: Map[str, str]) -> None:
        self.file = file
        self.document = document
        self.check_keys(document, _TOP)
        prefixes = {**PREFIXES, **self.section(document, "prefixes")}
        own = self.section(document, "external")
        self.expressions = ExpressionReader(file, prefixes, {**own, **externals})

    def mapping(self) -> Mapping:
        sources = {name: self.source(name, entry) for name, entry, _ in self.entries(self.document, "sources")}
        views = {name: self.view(name, entry, line) for name, entry, line in self.entries(self.document, "views")}
        maps = [
            triples_map
            for name, entry, line in self.entries(self.document, "mappings")
            for triples_map in self.triples_maps(name, entry, line)
        ]
        if not maps:
            raise self.syntax("no mappings", self.document.line, "describe at least one resource under mappings")
        return Mapping(self.file, sources, views, tuple(maps))

    def source(self, name: str, entry: YamlMap) -> LogicalSource:
        self.check_keys(entry, _SOURCE)
        formulation = str(entry.get("referenceFormulation") or "csv").lower()
        formulation = "jsonpath" if formulation == "json" else formulation
        if formulation not in FORMATS:
            help = nearest(formulation, FORMATS)
            raise self.syntax(f"unknown reference formulation '{formulation}'", entry.line, help)
        if not entry.get("access"):
            raise self.syntax(f"the source '{name}' has no access", entry.line, "add access: with the file's name")
        options = {
            key: str(value or "") for key, value in entry.items() if key in ("delimiter", "encoding", "null", "quote")
        }
        return LogicalSource(name, entry["access"], formulation, self.place(entry.line), entry.get("iterator"), options)

    def view(self, name: str, entry: YamlMap, line: int) -> View:
        self.check_keys(entry, _VIEW)
        if not entry.get("source"):
            raise self.syntax(f"the view '{name}' has no source", line, "add source: with a source's or view's name")
        return View(name, entry["source"], tuple(self.fields(entry)), self.place(line))

    def fields(self, entry: YamlMap, prefix: str = "") -> Iterator[Field | IterableField]:
        for name, value, line in self.entries(entry, "fields", mappings=False):
            place = self.place(line)
            if isinstance(value, YamlMap) and "iterator" in value:
                self.check_keys(value, ("fields", "iterator"))
                nested = tuple(self.fields(value, f"{prefix}{name}."))
                yield IterableField(prefix + name, value["iterator"], nested, place)
            else:
                yield Field(prefix + name, self.expressions.read(value, line), place)

    def triples_maps(self, name: str, entry: YamlMap, line: int) -> Iterator[TriplesMap]:
        self.check_keys(entry, _MAPPING)
        subjects = self.either(entry, "subjects", "s")
        sources = _listed(entry.get("sources"))
        if not subjects or not sources:
            raise self.syntax(f"the mapping '{name}' needs sources and subjects", line, "add the missing key")
        condition = self.condition(entry)
        graphs = self.graphs(entry)
        pairs = tuple(
            self.predicate_object(pair, at) for pair, at in _with_lines(self.either(entry, "predicateobjects", "po"))
        )
        for source in sources:
            for subject, at in _with_lines(subjects):
                subject_map = self.expressions.resource(subject, at)
                yield TriplesMap(name, str(source), subject_map, graphs, pairs, condition, self.place(line))

    def condition(self, entry: YamlMap) -> FunctionCall | None:
        if entry.get("condition") is None:
            return None
        call = self.expressions.read(entry["condition"], entry.lines["condition"])
        if not isinstance(call, FunctionCall):
            raise self.syntax(
                "the condition is no function", entry.lines["condition"], "call a function, e.g. fn:equal"
            )
        return call

    def graphs(self, entry: YamlMap) -> tuple[TermMap, ...]:
        listed = _with_lines(entry.get("graphs"), entry.line)
        return tuple(self.expressions.resource(graph, line) for graph, line in listed)

    def predicate_object(self, entry: Any, line: int) -> PredicateObjectMap:
        if isinstance(entry, YamlList):
            return self.short_pair(entry, line)
        self.check_keys(entry, _PREDICATE_OBJECT)
        predicates = tuple(
            self.predicate(value, at) for value, at in _with_lines(self.either(entry, "predicates", "p"), line)
        )
        objects = tuple(self.object(value, at) for value, at in _with_lines(self.either(entry, "objects", "o"), line))
        return PredicateObjectMap(predicates, objects, self.graphs(entry), self.condition(entry), self.place(line))

    def short_pair(self, entry: YamlList, line: int) -> PredicateObjectMap:
        if len(entry) not in (2, 3):
            raise self.syntax(
                "a short predicate and object has two or three parts", line, "write [predicate, object, type]"
            )
        predicates = tuple(self.predicate(value, line) for value in _listed(entry[0]))
        objects = tuple(self.object(YamlList_of(value, entry[2:], line), line) for value in _listed(entry[1]))
        if _is_type(predicates):
            objects = tuple(self.expressions.resource(value, line) for value in _listed(entry[1]))
        return PredicateObjectMap(predicates, objects, (), None, self.place(line))

    def predicate(self, value: str, line: int) -> TermMap:
        if value == "a":
            return TermMap(Constant(_RDF_TYPE), TermType.IRI, self.place(line))
        return self.expressions.resource(value, line)

    def object(self, value: Any, line: int) -> TermMap | ParentTriplesMap:
        if isinstance(value, YamlMap):
            self.check_keys(value, _OBJECT)
            if "mapping" in value:
                return self.parent(value, line)
        return self.expressions.object(value, line)

    def parent(self, entry: YamlMap, line: int) -> ParentTriplesMap:
        conditions = [] if entry.get("condition") is None else _listed(entry["condition"])
        joins = tuple(self.join(condition, line) for condition in conditions)
        return ParentTriplesMap(entry["mapping"], joins, self.place(line))

    def join(self, condition: YamlMap, line: int) -> Join:
        parameters = dict((str(pair[0]), pair[1]) for pair in condition.get("parameters") or [])
        if set(parameters) != {"str1", "str2"}:
            raise self.syntax(
                "a join needs the parameters str1 and str2", line, "write [[str1, $(child)], [str2, $(parent)]]"
            )
        child, parent = (self.expressions.read(parameters[key], line) for key in ("str1", "str2"))
        return Join(child, parent, self.place(line))

    def entries(self, parent: YamlMap, key: str, *, mappings: bool = True) -> Iterator[tuple[str, Any, int]]:
        section = parent.get(key)
        if section is None:
            return
        if not isinstance(section, YamlMap):
            raise self.syntax(f"'{key}' is no mapping of names", parent.lines[key], f"write names below {key}:")
        for name, entry in section.items():
            if mappings and not isinstance(entry, YamlMap):
                raise self.syntax(f"'{name}' under '{key}' has no keys", section.lines[name], "give its keys below it")
            yield name, entry, section.lines[name]

    def section(self, parent: YamlMap, key: str) -> dict[str, str]:
        return {name: str(value) for name, value, _ in self.entries(parent, key, mappings=False)}

    def either(self, entry: YamlMap, long: str, short: str) -> Any:
        return entry.get(long) if long in entry else entry.get(short)

    def check_keys(self, entry: YamlMap, known: tuple[str, ...]) -> None:
        for key in entry:
            if key not in known:
                place = self.place(entry.lines[key])
                raise UnknownKey(
                    f"unknown key '{key}'; there are: {', '.join(known)}", place=place, help=nearest(key, known)
                )

    def place(self, line: int) -> Place:
        return Place(self.file, line)

    def syntax(self, problem: str, line: int, help: str) -> MappingSyntax:
        return MappingSyntax(problem, place=self.place(line), help=help)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _with_lines(value: Any, line: int = 0) -> list[tuple[Any, int]]:
    if isinstance(value, YamlList):
        return list(zip(value, value.lines, strict=True))
    return [] if value is None else [(value, value.line if isinstance(value, YamlMap) else line)]


def YamlList_of(value: Any, rest: list[Any], line: int) -> Any:
    if not rest:
        return value
    listed = YamlList(line)
    listed.extend([value, *rest])
    return listed


def _is_type(predicates: tuple[TermMap, ...]) -> bool:
    return any(predicate.expression == Constant(_RDF_TYPE) for predicate in predicates)
