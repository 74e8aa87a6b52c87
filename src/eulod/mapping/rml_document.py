"""One RML document as statements by subject, each with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from eulod.errors import Place
from eulod.mapping.errors import MappingSyntax, MixedVocabularies, UnknownKey, nearest
from eulod.mapping.rml_lines import statement_lines
from eulod.mapping.rml_vocabulary import TYPE, is_of_mappings, vocabulary, word
from eulod.rdf_document import read_quads

Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Stated:
    """One object of a statement, with the place where it is stated."""

    term: Term
    place: Place

    @property
    def text(self) -> str:
        """The IRI, label or lexical form."""
        return self.term.value

    @property
    def word(self) -> str:
        """The local name in the RML vocabularies, or the whole text."""
        return word(self.term.value)


class RmlDocument:
    """The statements of a mapping in the order of its file, predicates by their local names."""

    def __init__(self, path: Path) -> None:
        """Read the Turtle file `path`. Raises RdfError subclasses with file, line and character, MixedVocabularies."""
        self.file = str(path)
        self.statements: dict[Term, dict[str, list[Stated]]] = {}
        self.begins: dict[Term, int] = {}
        quads = list(read_quads(path, stated="ttl"))
        self.iri = path.resolve().as_uri()
        lines = statement_lines(path.read_bytes(), self.iri)
        spoken: dict[str, int] = {}
        for quad, line in zip(quads, lines, strict=True):
            for term in (quad.predicate, quad.object):
                self.refuse_mixture(term, line.object, spoken)
            by_name = self.statements.setdefault(quad.subject, {})  # type: ignore[arg-type]
            by_name.setdefault(word(quad.predicate.value), []).append(self.stated(quad.object, line.object))
            start = line.object if isinstance(quad.subject, ox.BlankNode) else line.subject
            self.begins.setdefault(quad.subject, start)  # type: ignore[arg-type]

    def refuse_mixture(self, term: object, line: int, spoken: dict[str, int]) -> None:
        """Note the vocabulary of `term` in `spoken`, with its line. Raises MixedVocabularies at a second one."""
        found = vocabulary(term.value) if isinstance(term, ox.NamedNode) else None
        if found is None:
            return
        spoken.setdefault(found, line)
        if len(spoken) > 1:
            (first, begins), *_ = spoken.items()
            name = term.value if isinstance(term, ox.NamedNode) else ""
            problem = f"<{name}> belongs to {found}, but the document speaks {first} from line {begins} on"
            help = "write the whole document in one vocabulary; http://w3id.org/rml/ has every word"
            raise MixedVocabularies(problem, place=Place(self.file, line), help=help)

    def stated(self, term: object, line: int) -> Stated:
        """`term` at a line of this document."""
        assert isinstance(term, Term)
        return Stated(term, Place(self.file, line))

    def subjects(self, type: str, *names: str) -> Iterator[Stated]:
        """Every subject of a type, or of a statement with one of the predicates `names`, in the order of the file."""
        for term, by_name in self.statements.items():
            typed = any(entry.word == type for entry in by_name.get(TYPE, []))
            if typed or any(name in by_name for name in names):
                yield self.stated(term, self.begins[term])

    def objects(self, name: str) -> Iterator[Stated]:
        """Everything that is stated with the predicate `name`, of whatever subject."""
        for by_name in self.statements.values():
            yield from by_name.get(name, [])

    def name(self, term: Term) -> str:
        """What to call a subject: its IRI, as #Row where it is the document's own, or the line where it begins."""
        if isinstance(term, ox.BlankNode):
            return f"line {self.begins.get(term, 0)}"
        return term.value.removeprefix(self.iri)

    def all(self, subject: Stated, *names: str) -> list[Stated]:
        """What is stated of `subject` with the predicates `names`."""
        by_name = self.statements.get(subject.term, {})
        return [entry for name in names for entry in by_name.get(name, [])]

    def one(self, subject: Stated, *names: str) -> Stated | None:
        """The only thing that is stated of `subject` with the predicates `names`. Raises MappingSyntax when several."""
        found = self.all(subject, *names)
        if len(found) > 1:
            problem = f"{' or '.join(names)} stands {len(found)} times"
            raise MappingSyntax(problem, place=found[1].place, help="keep one of them")
        return found[0] if found else None

    def needed(self, subject: Stated, *names: str) -> Stated:
        """As `one`, where there must be one. Raises MappingSyntax."""
        found = self.one(subject, *names)
        if found is None:
            help = f"add {names[0]} to it"
            raise MappingSyntax(f"there is no {' or '.join(names)}", place=subject.place, help=help)
        return found

    def check(self, subject: Stated, known: tuple[str, ...]) -> None:
        """Refuse what a mapping language says of `subject` beyond `known`. Raises UnknownKey."""
        for name, entries in self.statements.get(subject.term, {}).items():
            foreign = is_of_mappings(name) or ":" not in name
            if name not in known and foreign and name != TYPE:
                problem = f"unknown property '{name}'; there are: {', '.join(known)}"
                raise UnknownKey(problem, place=entries[0].place, help=nearest(name, known))
