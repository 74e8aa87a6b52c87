"""YARRRML, with logical views, read into the mapping model; every part remembers its line.

Source: https://rml.io/yarrrml/spec/
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from pathlib import Path
from typing import Any

from eulod.errors import Place
from eulod.mapping.errors import MappingSyntax, nearest
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
from eulod.mapping.yarrrml_database import DATABASE_KEYS, read_database
from eulod.mapping.yarrrml_document import YarrrmlDocument, with_lines
from eulod.sources.logical_source import COMPRESSIONS, FORMATS, LogicalSource, format_of
from eulod.terms.prefixes import PREFIXES
from eulod.yaml_document import YamlList, YamlMap, read_yaml

_TOP = ("authors", "base", "external", "mappings", "prefixes", "sources", "views")
_DIALECT = ("columns", "delimiter", "encoding", "header", "null", "optional", "quote", "sheet")
_SOURCE = (*DATABASE_KEYS, "access", "compression", "iterator", "namespaces", "referenceFormulation", *_DIALECT)
_ALIASES = {"json": "jsonpath", "jsonl": "jsonlines", "ndjson": "jsonlines", "xml": "xpath"}
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


class _Reader(YarrrmlDocument):
    def __init__(self, file: str, document: YamlMap, externals: Map[str, str]) -> None:
        super().__init__(file)
        self.document = document
        self.check_keys(document, _TOP)
        prefixes = {**PREFIXES, **self.texts(document, "prefixes")}
        self.expressions = ExpressionReader(file, prefixes, {**self.texts(document, "external"), **externals})

    def mapping(self) -> Mapping:
        sources = {name: self.source(name, entry, at) for name, entry, at in self.mappings(self.document, "sources")}
        views = {name: self.view(name, entry, line) for name, entry, line in self.mappings(self.document, "views")}
        for view in views.values():
            self.check_view(view, sources, views)
        maps = [
            triples_map
            for name, entry, line in self.mappings(self.document, "mappings")
            for triples_map in self.triples_maps(name, entry, line)
        ]
        if not maps:
            raise self.syntax("no mappings", self.document.line, "describe at least one resource under mappings")
        return Mapping(self.file, sources, views, tuple(maps))

    def source(self, name: str, entry: YamlMap, line: int) -> LogicalSource:
        self.check_keys(entry, _SOURCE)
        formulation = str(entry.get("referenceFormulation") or "csv").lower()
        formulation = _ALIASES.get(formulation, formulation)
        if formulation not in FORMATS:
            help = nearest(formulation, FORMATS)
            raise self.syntax(f"unknown reference formulation '{formulation}'", line, help)
        iterator = self.text(entry, "iterator") if "iterator" in entry else None
        options = {key: self.option(entry, key) for key in _DIALECT if key in entry}
        access, packed, place = self.text(entry, "access"), self.compression(entry), self.place(line)
        if database := read_database(self, entry):
            return LogicalSource(name, database.shown, "csv", place, database=database)
        namespaces = self.texts(entry, "namespaces")
        formulation = format_of(formulation, access)
        return LogicalSource(name, access, formulation, place, iterator, options, namespaces, packed)

    def compression(self, entry: YamlMap) -> str:
        """How a file is packed, where that is stated."""
        found = self.text(entry, "compression") if "compression" in entry else ""
        if found and found not in COMPRESSIONS:
            problem = f"the compression '{found}' is not read; there are: {', '.join(COMPRESSIONS)}"
            raise self.syntax(problem, entry.lines["compression"], nearest(found, COMPRESSIONS))
        return found

    def option(self, entry: YamlMap, key: str) -> str | tuple[str, ...]:
        """An option of a format; `columns`, `null` and `optional` may list several texts."""
        if key in ("columns", "null", "optional"):
            return tuple(str(value or "") for value, _ in self.listed(entry, key))
        return self.text(entry, key)

    def view(self, name: str, entry: YamlMap, line: int) -> View:
        self.check_keys(entry, _VIEW)
        return View(name, self.text(entry, "source"), tuple(self.fields(entry)), self.place(line))

    def check_view(self, view: View, sources: Map[str, LogicalSource], views: Map[str, View]) -> None:
        """Refuse a view with the name of a source, and views that end in no source because they stand on each other."""
        line, below = view.place.line or 0, [view.name]
        if view.name in sources:
            raise self.syntax(f"a source is called '{view.name}' too", line, "give the view a name of its own")
        while below[-1] in views:
            below.append(views[below[-1]].on)
            if below[-1] in below[:-1]:
                problem = f"the view stands on itself: {' on '.join(below)}"
                raise self.syntax(problem, line, "let one of them stand on a source")

    def fields(self, entry: YamlMap, prefix: str = "") -> Iterator[Field | IterableField]:
        for name, value, line in self.entries(entry, "fields"):
            place = self.place(line)
            if isinstance(value, YamlMap) and "iterator" in value:
                self.check_keys(value, ("fields", "iterator"))
                nested = tuple(self.fields(value, f"{prefix}{name}."))
                yield IterableField(prefix + name, self.text(value, "iterator"), nested, place)
            else:
                yield Field(prefix + name, self.expressions.read(value, line), place)

    def triples_maps(self, name: str, entry: YamlMap, line: int) -> Iterator[TriplesMap]:
        self.check_keys(entry, _MAPPING)
        condition = self.condition(entry)
        graphs = self.graphs(entry)
        pairs = tuple(self.pair(pair, at) for pair, at in self.listed(entry, "predicateobjects", "po"))
        for source, source_line in self.needed(entry, "sources"):
            if not isinstance(source, str):
                help = "declare it under sources: and write its name"
                raise self.syntax(f"the mapping '{name}' names no source", source_line, help)
            for subject, at in self.needed(entry, "subjects", "s"):
                subject_map = self.expressions.resource(subject, at)
                yield TriplesMap(name, source, subject_map, graphs, pairs, condition, self.place(line))

    def condition(self, entry: YamlMap) -> FunctionCall | None:
        if entry.get("condition") is None:
            return None
        line = entry.lines["condition"]
        call = self.expressions.read(entry["condition"], line)
        if not isinstance(call, FunctionCall):
            raise self.syntax("the condition is no function", line, "call a function, e.g. fn:equal")
        return call

    def graphs(self, entry: YamlMap) -> tuple[TermMap, ...]:
        return tuple(self.expressions.resource(graph, line) for graph, line in self.listed(entry, "graphs"))

    def pair(self, entry: Any, line: int) -> PredicateObjectMap:
        if isinstance(entry, YamlList):
            return self.short_pair(entry, line)
        if not isinstance(entry, YamlMap):
            raise self.syntax("a predicate with its object is missing", line, "write [predicate, object]")
        self.check_keys(entry, _PREDICATE_OBJECT)
        predicates = tuple(self.predicate(value, at) for value, at in self.needed(entry, "predicates", "p"))
        listed = self.needed(entry, "objects", "o")
        objects = tuple(self.object(value, at, of_type=_is_type(predicates)) for value, at in listed)
        return PredicateObjectMap(predicates, objects, self.graphs(entry), self.condition(entry), self.place(line))

    def short_pair(self, entry: YamlList, line: int) -> PredicateObjectMap:
        if len(entry) not in (2, 3):
            help = "write [predicate, object, type]"
            raise self.syntax("a short predicate and object has two or three parts", line, help)
        predicates = tuple(self.predicate(value, at) for value, at in with_lines(entry[0], line))
        of_type = _is_type(predicates)
        listed = ((_with_kind(value, entry[2:], at), at) for value, at in with_lines(entry[1], line))
        objects = tuple(self.object(value, at, of_type=of_type) for value, at in listed)
        return PredicateObjectMap(predicates, objects, (), None, self.place(line))

    def predicate(self, value: Any, line: int) -> TermMap:
        if value == "a":
            return TermMap(Constant(_RDF_TYPE), TermType.IRI, self.place(line))
        return self.expressions.resource(value, line)

    def object(self, value: Any, line: int, *, of_type: bool) -> TermMap | ParentTriplesMap:
        """One object; `of_type` says that it is a class, an IRI without being marked as one."""
        if isinstance(value, YamlMap):
            self.check_keys(value, _OBJECT)
            if "mapping" in value:
                return self.parent(value)
            if "condition" in value:
                help = "put the condition beside predicates: and objects:"
                raise self.syntax("an object has no condition of its own", value.lines["condition"], help)
        return self.expressions.resource(value, line) if of_type else self.expressions.object(value, line)

    def parent(self, entry: YamlMap) -> ParentTriplesMap:
        joins = tuple(self.join(condition, line) for condition, line in self.listed(entry, "condition"))
        return ParentTriplesMap(self.text(entry, "mapping"), joins, self.place(entry.lines["mapping"]))

    def join(self, condition: Any, line: int) -> Join:
        listed = condition.get("parameters") if isinstance(condition, YamlMap) else None
        pairs = [pair for pair in listed or [] if isinstance(pair, YamlList) and len(pair) > 1]
        parameters = {str(pair[0]): pair[1] for pair in pairs}
        if set(parameters) != {"str1", "str2"}:
            help = "write [[str1, $(child)], [str2, $(parent)]]"
            raise self.syntax("a join needs the parameters str1 and str2", line, help)
        child, parent = (self.expressions.read(parameters[key], line) for key in ("str1", "str2"))
        return Join(child, parent, self.place(line))


def _with_kind(value: Any, kind: list[Any], line: int) -> Any:
    """A short object: the value with its datatype or language, if there is one."""
    if not kind:
        return value
    listed = YamlList(line)
    listed.extend([value, *kind])
    return listed


def _is_type(predicates: tuple[TermMap, ...]) -> bool:
    return any(predicate.expression == Constant(_RDF_TYPE) for predicate in predicates)
