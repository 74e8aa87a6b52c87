"""Logical views of RML, read into the mapping model.

Source: https://kg-construct.github.io/rml-lv/spec/docs/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from eulod.mapping.errors import MappingSyntax, UnsupportedMapping
from eulod.mapping.rml_document import RmlDocument, Stated
from eulod.mapping.rml_terms import TermReader
from eulod.mapping.rml_vocabulary import FIELD, ITERABLE_FIELD, VIEW, VIEW_JOIN
from eulod.mapping.triples_map import Field, IterableField, Join, View, ViewJoin


class ViewReader:
    """Reads the views of one RML document, each after those it stands on.

    `source` gives the name of a logical source or view, `join` reads a join condition.
    """

    def __init__(
        self,
        document: RmlDocument,
        terms: TermReader,
        source: Callable[[Stated], str],
        join: Callable[[Stated], Join],
    ) -> None:
        self.document = document
        self.terms = terms
        self.source = source
        self.join = join
        self.views: dict[str, View] = {}
        self.open: list[str] = []

    def describes(self, node: Stated) -> bool:
        """Say whether a logical source is a view."""
        return bool(self.document.all(node, *VIEW))

    def view(self, node: Stated) -> str:
        """The name of a view. Raises MappingSyntax for what is no view, and for one that stands on itself."""
        name = self.document.name(node.term)
        if name in self.open:
            below = " on ".join([*self.open[self.open.index(name) :], name])
            raise MappingSyntax(f"the view stands on itself: {below}", place=node.place, help="break the circle")
        if name not in self.views:
            self.open.append(name)
            self.views[name] = self.described(name, node)
            self.open.pop()
        return name

    def described(self, name: str, node: Stated) -> View:
        self.document.check(node, VIEW)
        on = self.source(self.document.needed(node, "viewOn"))
        joins = [
            self.view_join(entry, inner=kind == "innerJoin")
            for kind in ("leftJoin", "innerJoin")
            for entry in self.document.all(node, kind)
        ]
        fields = tuple(self.fields(node))
        self.refuse_repeated(fields, joins)
        return View(name, on, fields, node.place, tuple(joins), closed=True)

    def fields(self, node: Stated, prefix: str = "") -> Iterator[Field | IterableField]:
        """The fields stated of a view or field. Raises MappingSyntax where there is none."""
        stated = self.document.all(node, "field")
        if not stated:
            raise MappingSyntax("there is no field", place=node.place, help="add rml:field to it")
        for entry in stated:
            yield self.iterable(entry, prefix) if self.iterates(entry) else self.field(entry, prefix)

    def iterates(self, node: Stated) -> bool:
        return bool(self.document.all(node, "iterator", "field"))

    def field(self, node: Stated, prefix: str = "") -> Field:
        self.document.check(node, FIELD)
        return Field(self.name(node, prefix), self.terms.expression(node), node.place)

    def iterable(self, node: Stated, prefix: str) -> IterableField:
        """A field of items; a field that has both a reference and fields is one too, as views once were written."""
        known = ITERABLE_FIELD if self.document.all(node, "iterator") else (*ITERABLE_FIELD, "reference")
        self.document.check(node, known)
        self.refuse_formulation(node)
        iterator = self.document.needed(node, "iterator", "reference")
        name = self.name(node, prefix)
        return IterableField(name, iterator.text, tuple(self.fields(node, f"{name}.")), node.place)

    def refuse_formulation(self, node: Stated) -> None:
        stated = self.document.one(node, "referenceFormulation")
        if stated is not None and stated.word != "JSONPath":
            problem = f"a field with the reference formulation '{stated.word}' inside of records is not read"
            help = "split the text with a function, or read it from a file of its own"
            raise UnsupportedMapping(problem, place=stated.place, help=help)

    def name(self, node: Stated, prefix: str) -> str:
        return prefix + self.document.needed(node, "fieldName").text

    def view_join(self, node: Stated, *, inner: bool) -> ViewJoin:
        self.document.check(node, VIEW_JOIN)
        parent = self.document.needed(node, "parentLogicalView")
        if not self.describes(parent):
            help = "describe it with rml:viewOn and rml:field"
            raise MappingSyntax("the parent of the join is no view", place=parent.place, help=help)
        conditions = tuple(self.join(entry) for entry in self.document.all(node, "joinCondition"))
        fields = tuple(self.field(entry) for entry in self.document.all(node, "field"))
        for stated, missing in ((conditions, "joinCondition"), (fields, "field")):
            if not stated:
                raise MappingSyntax(f"there is no {missing}", place=node.place, help=f"add rml:{missing} to it")
        return ViewJoin(self.view(parent), conditions, fields, inner, node.place)

    def refuse_repeated(self, fields: tuple[Field | IterableField, ...], joins: list[ViewJoin]) -> None:
        """Raise MappingSyntax where two fields have one name."""
        known: set[str] = set()
        for entry in (*_every(fields), *(entry for join in joins for entry in join.fields)):
            if entry.name in known:
                help = "give each field a name of its own"
                raise MappingSyntax(f"the field '{entry.name}' is declared twice", place=entry.place, help=help)
            known.add(entry.name)


def _every(fields: tuple[Field | IterableField, ...]) -> Iterator[Field | IterableField]:
    for entry in fields:
        yield entry
        if isinstance(entry, IterableField):
            yield from _every(entry.fields)
