"""Term maps and function executions of RML, read into the mapping model.

Source: https://kg-construct.github.io/rml-core/spec/docs/#term-maps and https://kg-construct.github.io/rml-fnml/spec/docs/
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pyoxigraph as ox

from eulod.errors import Place
from eulod.mapping.errors import MappingSyntax, UnsupportedMapping, nearest
from eulod.mapping.functions.registry import FN
from eulod.mapping.rml_document import RmlDocument, Stated
from eulod.mapping.rml_older_functions import older_call
from eulod.mapping.rml_template import read_template
from eulod.mapping.rml_vocabulary import EXECUTION, EXPRESSION, FUNCTION_VALUE, INPUT, OBJECT, TERM
from eulod.mapping.term_map import Constant, Expression, FunctionCall, RecordKey, Reference, TermMap, TermType

_KINDS = ("constant", "functionExecution", "reference", "template", FUNCTION_VALUE)
_TERM_TYPES = {
    "BlankNode": TermType.BLANK_NODE,
    "IRI": TermType.IRI,
    "Literal": TermType.LITERAL,
    "URI": TermType.URI,
    "UnsafeIRI": TermType.UNSAFE_IRI,
}
_STRING = "http://www.w3.org/2001/XMLSchema#string"


class TermReader:
    """Reads the term maps of one RML document."""

    def __init__(self, document: RmlDocument) -> None:
        self.document = document
        self.open: list[Stated] = []
        self.keys: dict[object, int] = {}

    def term_maps(self, owner: Stated, name: str, known: tuple[str, ...] = TERM) -> Iterator[TermMap]:
        """Subject, predicate or graph maps: those stated as `name`, and constants; IRIs unless they say otherwise."""
        for stated in self.document.all(owner, name):
            yield self.constant(stated, None)
        for stated in self.document.all(owner, f"{name}Map"):
            yield self.term_map(stated, TermType.IRI, known)

    def term_map(self, node: Stated, usual: TermType | None, known: tuple[str, ...]) -> TermMap:
        """One term map; `usual` is its term type where it states none, None for that of its expression."""
        self.document.check(node, known)
        stated = self.document.one(node, "termType")
        term_type = None if stated is None else self.term_type(stated)
        made = self.unqualified(node, term_type, usual)
        language, datatype = self.part(node, "language"), self.part(node, "datatype")
        if language is None and datatype is None:
            return made
        if term_type not in (None, TermType.LITERAL) or known != OBJECT:
            help = "remove the language or datatype, or make it a literal"
            raise MappingSyntax("only literals have a language or datatype", place=made.place, help=help)
        return replace(made, term_type=TermType.LITERAL, language=language, datatype=datatype)

    def unqualified(self, node: Stated, term_type: TermType | None, usual: TermType | None) -> TermMap:
        """A term map without the language or datatype that it may state."""
        entry = self.document.one(node, *_KINDS)
        if entry is not None and self.states(node, "constant"):
            return self.constant(entry, term_type)
        if entry is None and term_type is TermType.BLANK_NODE:
            return TermMap(RecordKey(self.keys.setdefault(node.term, len(self.keys))), term_type, node.place)
        expression = self.expression(node)
        own = TermType.IRI if self.states(node, "template") else TermType.LITERAL
        place = node.place if entry is None else entry.place
        return TermMap(expression, term_type or usual or own, place)

    def states(self, node: Stated, name: str) -> bool:
        return bool(self.document.all(node, name))

    def term_type(self, stated: Stated) -> TermType:
        if stated.word not in _TERM_TYPES:
            help = nearest(stated.word, _TERM_TYPES)
            raise UnsupportedMapping(f"the term type '{stated.word}' is not known", place=stated.place, help=help)
        return _TERM_TYPES[stated.word]

    def constant(self, stated: Stated, term_type: TermType | None) -> TermMap:
        """The same term for every record."""
        term, place = stated.term, stated.place
        if isinstance(term, ox.BlankNode):
            raise MappingSyntax("a blank node is no constant", place=place, help="write an IRI or a literal")
        own = TermType.LITERAL if isinstance(term, ox.Literal) else TermType.IRI
        if (term_type or own) is not own:
            problem = f"the constant '{term.value}' is no {term_type.value if term_type else ''}"
            raise MappingSyntax(problem, place=place, help="remove the term type, or use a template")
        if isinstance(term, ox.NamedNode):
            return TermMap(Constant(term.value), TermType.IRI, place)
        language = Constant(term.language) if term.language else None
        plain = language is not None or term.datatype.value == _STRING
        datatype = None if plain else Constant(term.datatype.value)
        return TermMap(Constant(term.value), TermType.LITERAL, place, language, datatype)

    def part(self, node: Stated, name: str) -> Expression | None:
        """The language or datatype of a term map, stated as such or with a map of its own."""
        entry = self.document.one(node, name, f"{name}Map")
        if entry is None:
            return None
        if self.states(node, name):
            return Constant(entry.text)
        self.document.check(entry, TERM)
        return self.expression(entry)

    def expression(self, node: Stated) -> Expression:
        """What an expression map says: a constant, template, reference or function."""
        entry = self.document.needed(node, *_KINDS)
        if self.states(node, "functionExecution"):
            return self.execution(entry, node)
        if self.states(node, FUNCTION_VALUE):
            return self.older_execution(entry)
        if results := self.document.all(node, "return", "returnMap"):
            help = "add rml:functionExecution, or remove rml:return"
            raise MappingSyntax("a result without a function", place=results[0].place, help=help)
        if self.states(node, "template"):
            return read_template(entry.text, entry.place)
        return Reference(entry.text) if self.states(node, "reference") else Constant(entry.text)

    def child(self, owner: Stated, name: str) -> Expression:
        """An expression stated as the reference `name`, or with an expression map."""
        entry = self.document.needed(owner, name, f"{name}Map")
        if self.states(owner, name):
            return Reference(entry.text)
        self.document.check(entry, EXPRESSION)
        return self.expression(entry)

    def call(self, node: Stated) -> FunctionCall:
        """A condition: an expression map that executes a function."""
        self.document.check(node, TERM)
        return self.execution(self.document.needed(node, "functionExecution"), node)

    def execution(self, node: Stated, owner: Stated) -> FunctionCall:
        """A function with its inputs; `owner` may state which of its results is meant."""
        self.document.check(node, EXECUTION)
        function = self.constant_of(node, "function")
        with self.entered(node):
            inputs = tuple(self.input(entry) for entry in self.document.all(node, "input"))
        return FunctionCall(function.text, inputs, function.place, self.result(owner))

    def older_execution(self, node: Stated) -> FunctionCall:
        """The same, in the older vocabulary."""
        with self.entered(node):
            return older_call(self.document, node, constant=self.constant_of, expression=self.expression)

    @contextmanager
    def entered(self, node: Stated) -> Iterator[None]:
        if any(node.term == other.term for other in self.open):
            raise MappingSyntax("the function is an input of its own", place=node.place, help="break the circle")
        self.open.append(node)
        yield
        self.open.pop()

    def input(self, node: Stated) -> tuple[str, Expression]:
        self.document.check(node, INPUT)
        parameter = self.constant_of(node, "parameter").text.removeprefix(FN)
        value = self.document.needed(node, "inputValue", "inputValueMap")
        if self.states(node, "inputValue"):
            return parameter, Constant(value.text)
        self.document.check(value, TERM)
        return parameter, self.expression(value)

    def constant_of(self, node: Stated, name: str) -> Stated:
        """What is stated as `name`, or as the constant of its map."""
        entry = self.document.needed(node, name, f"{name}Map")
        if self.states(node, name):
            return entry
        if (constant := self.document.one(entry, "constant")) is None:
            help = "give it an rml:constant"
            raise UnsupportedMapping(f"a {name}Map that is no constant", place=entry.place, help=help)
        return constant

    def result(self, owner: Stated) -> tuple[str, Place] | None:
        """The IRI of the result that `owner` states, with its place."""
        if not self.document.all(owner, "return", "returnMap"):
            return None
        stated = self.constant_of(owner, "return")
        return stated.text, stated.place
