"""The data of a check as a table of triples in an engine, read without holding the documents in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ibis
import ibis.expr.types as ir
from rdflib import Graph

from eulod.engines.engine import Engine
from eulod.errors import Place, UnsupportedTerm
from eulod.rdf_document import format_of, write_lines
from eulod.validation.compile.data import CODE, NAMES
from eulod.validation.compile.terms import has_language
from eulod.validation.hierarchy import hierarchy
from eulod.validation.plain_lines import plain_lines
from eulod.validation.term_text import term_text

_CODES = 1 << 31
_OBJECT = r'^(<[^>]*>|_:\S+|".*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?)(?: <[^>]*>| _:\S+)? \.$'


def read_table(
    paths: Sequence[str | Path], *, engine: Engine, scratch: Path, ontology: Graph | None, stated: str | None = None
) -> ibis.Table:
    """Read RDF documents into one kept table of distinct triples: columns subject, predicate, object.

    Named graphs are merged, `-` is standard input in the `stated` format; the hierarchy of `ontology` joins the data.
    `scratch` is a folder for the documents as N-Quads.
    Raises RdfError subclasses that name file, line and character.
    """
    parts, parsed = [], False
    for number, path in enumerate(paths, start=1):
        lines = plain_lines(path, engine, stated=stated)
        if lines is None:
            lines, parsed = _parsed(path, scratch / f"data-{number}.nq", engine, stated, f"d{number}b"), True
        if lines is not None:
            parts.append(_triples(lines, engine, graphs=format_of(path, stated) in ("nq", "trig", "jsonld")))
    table = engine.keep(_by_predicate(_together(parts, engine, ontology), engine))
    if parsed:
        _refuse_unsupported(table, engine, paths)
    return table


def _parsed(path: str | Path, target: Path, engine: Engine, stated: str | None, label: str) -> ibis.Table | None:
    """The lines of a document as N-Quads, None when it is empty."""
    write_lines(path, target, stated=stated, label=label)
    return engine.read_lines(target) if target.stat().st_size else None


def canonical_triples(statements: ibis.Table) -> ibis.Table:
    """The triples of statements as the documents of a release hold them: language tags in lower case."""
    object = statements.object
    tag = object.re_extract(r"@[A-Za-z0-9-]+$", 0)
    tagged = object.startswith('"') & ~object.endswith('"') & ~object.endswith(">")
    lowered = tagged.ifelse(object.substr(0, object.length() - tag.length()) + tag.lower(), object)
    return statements.select("subject", "predicate", object=lowered)


def released_triples(canonical: ibis.Table, *, engine: Engine, ontology: Graph) -> ibis.Table:
    """The distinct triples of a canonical graph as its documents hold them, and the hierarchy of an ontology.

    Kept only where language tags have capitals, so that two triples may become one.
    """
    tagged = canonical.object.startswith('"') & ~canonical.object.endswith('"') & ~canonical.object.endswith(">")
    if engine.count(canonical.filter(tagged, canonical.object.re_search("@[A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*$")).limit(1)):
        return with_hierarchy([canonical_triples(canonical)], engine=engine, ontology=ontology)
    added = engine.from_columns(_hierarchy_columns(ontology))
    stated = engine.keep(canonical.semi_join(added, list(NAMES)).select(*NAMES))
    return ibis.union(canonical.select(*NAMES), added.anti_join(stated, list(NAMES)), distinct=False)


def with_hierarchy(parts: Sequence[ibis.Table], *, engine: Engine, ontology: Graph | None) -> ibis.Table:
    """The distinct triples of some tables and the hierarchy of an ontology, kept."""
    return engine.keep(_together(parts, engine, ontology))


def _together(parts: Sequence[ibis.Table], engine: Engine, ontology: Graph | None) -> ibis.Table:
    together = [part.select(*NAMES) for part in (*parts, engine.from_columns(_hierarchy_columns(ontology)))]
    return (ibis.union(*together) if len(together) > 1 else together[0]).distinct()


def _by_predicate(triples: ibis.Table, engine: Engine) -> ibis.Table:
    """Triples sorted by a code of their predicate, where an engine keeps them so."""
    if not engine.keeps_order:
        return triples
    return triples.mutate(**{CODE: (triples.predicate.hash() % _CODES).cast("int32")}).order_by(CODE)


def _hierarchy_columns(ontology: Graph | None) -> dict[str, list[str]]:
    found = hierarchy(ontology if ontology is not None else Graph())
    triples = sorted(tuple(term_text(term) for term in triple) for triple in found)
    return {name: [triple[place] for triple in triples] for place, name in enumerate(NAMES)}


def _triples(lines: ibis.Table, engine: Engine, *, graphs: bool) -> ibis.Table:
    """The triples of N-Quads, whose graphs are left out."""
    words = lines.select(lines.line, words=engine.split(lines.line, " "))
    parts = words.select("line", subject=words.words[0], predicate=words.words[1])
    return parts.select("subject", "predicate", object=_object(parts, graphs=graphs))


def _object(parts: ibis.Table, *, graphs: bool) -> ir.StringValue:
    start = parts.subject.length() + parts.predicate.length() + 2
    alone = parts.line.substr(start, parts.line.length() - start - 2)
    if not graphs:
        return alone
    rest = parts.line.substr(start)
    plain = rest.endswith('" .') | ~(rest.contains(" <") | rest.contains(" _:"))
    return plain.ifelse(alone, rest.re_extract(_OBJECT, 1))


def _refuse_unsupported(table: ibis.Table, engine: Engine, paths: Sequence[str | Path]) -> None:
    strange = table.object.startswith("<<") | (has_language(table.object) & table.object.re_search("--[a-z]+$"))
    if engine.count(table.filter(strange)):
        raise UnsupportedTerm(
            "a statement holds a triple term or a base direction (RDF 1.2)",
            help="write it as RDF 1.1: an rdf:Statement, or a plain language tag",
            place=Place(str(paths[0])),
        )
