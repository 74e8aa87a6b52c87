"""Running a SPARQL 1.1 query over a store, and only over it.

pyoxigraph would ask other services for SERVICE and ends its process on very deep nesting; both are refused before it
sees the query.

Source: https://www.w3.org/TR/sparql11-query/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from eulod import sparql_text
from eulod.errors import (
    Place,
    QueryFailed,
    QuerySyntaxError,
    QueryTooDeep,
    ServiceRefused,
    UnknownGraph,
    UpdateRefused,
)
from eulod.query.store import open_store
from eulod.terms.prefixes import PREFIXES

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_DEEPEST = 100
_LONGEST = 1000
_LOCATED = re.compile(r"error at (\d+):(\d+):")


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to SELECT: variables in the query's order, rows with None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to ASK."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to CONSTRUCT or DESCRIBE: distinct triples, sorted by their N-Triples text."""

    triples: tuple[ox.Triple, ...]


Result: TypeAlias = Solutions | Answer | Triples
Evaluated: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, slots=True)
class RdfDataset:
    """The graphs that a request names for its query, as IRIs; they replace what FROM and FROM NAMED name.

    Source: https://www.w3.org/TR/sparql11-protocol/#dataset
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def query(data: Sequence[str | Path], text: str, *, stated: str | None = None, name: str = "query") -> Result:
    """Ask RDF documents or a release folder one query; `ask` takes a store for more than one.

    Raises what `open_store` and `ask` raise.
    """
    refuse_unsafe(text, name=name)
    return ask(open_store(data, stated=stated), text, name=name)


def ask(store: ox.Store, text: str, *, name: str = "query") -> Result:
    """Run one query over a store and over nothing else; eulod's usual prefixes need no declaration.

    Rows come as ORDER BY puts them; without it they are sorted by the text of their terms, unbound first, so that two
    runs answer alike. When the store's default graph is empty, the union of its graphs stands in for it. `name` is
    the query's file for messages.
    Raises QueryError subclasses with line and character.
    """
    with evaluated(store, text, name=name) as (found, ordered):
        return _result(found, ordered=ordered)


@contextmanager
def evaluated(
    store: ox.Store,
    text: str,
    *,
    dataset: RdfDataset | None = None,
    base: str | None = None,
    union: bool | None = None,
    name: str = "query",
) -> Iterator[tuple[Evaluated, bool]]:
    """Give what the engine finds, and whether the query orders its rows; reading on in the block evaluates further.

    Relative IRIs are resolved against `base`. `union` is what `default_graph_is_empty` says, where that is known.

    Raises QueryError subclasses with line and character.
    """
    plain = sparql_text.normalised(text)
    _refuse_unsafe(plain, name)
    _refuse_unknown_graphs(store, plain, dataset or RdfDataset(), name)
    try:
        yield _run(store, plain, dataset, base, union), sparql_text.is_ordered(plain)
    except SyntaxError as error:
        raise _syntax_error(error, plain, name) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryFailed(f"the query stopped: {error}", help="simplify the query", place=Place(name)) from error


def refuse_unsafe(text: str, *, name: str = "query") -> None:
    """Refuse a query that would reach outside, change data, or end the process.

    Raises ServiceRefused, UpdateRefused, QueryTooDeep or QuerySyntaxError.
    """
    _refuse_unsafe(sparql_text.normalised(text), name)


def known_prefixes(text: str) -> dict[str, str]:
    """Those of the usual prefixes that a query may use."""
    return {name: iri for name, iri in PREFIXES.items() if f"{name}:" in text}


def default_graph_is_empty(store: ox.Store) -> bool:
    """Whether nothing stands in the store's default graph, so that the union of its graphs stands in for it."""
    return next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None


def _refuse_unsafe(plain: str, name: str) -> None:
    if escaped := sparql_text.escaped_ascii(plain):
        place = _place(plain, plain.index(escaped), name)
        raise QuerySyntaxError(f"{escaped} stands for a plain character", help="write that character", place=place)
    if (at := sparql_text.service_clause(plain)) is not None:
        remedy = (
            "load that service's data and query them here; a prefix whose name ends in 'service' needs another name"
        )
        raise ServiceRefused(
            "the query asks another service; nothing is fetched", help=remedy, place=_place(plain, at, name)
        )
    if sparql_text.is_update(plain):
        raise UpdateRefused(
            "this is an update; data are only read", help="write SELECT, ASK, CONSTRUCT or DESCRIBE", place=Place(name)
        )
    if (deepest := sparql_text.nesting(plain)) > _DEEPEST:
        problem = f"brackets are nested {deepest} deep; {_DEEPEST} is the most"
        raise QueryTooDeep(problem, help="write the query flatter", place=Place(name))
    if (longest := sparql_text.chained(plain)) > _LONGEST:
        problem = f"the query chains {longest} operators and clauses; {_LONGEST} are the most"
        raise QueryTooDeep(problem, help="use VALUES, IN or CONCAT in place of long chains", place=Place(name))


def _refuse_unknown_graphs(store: ox.Store, text: str, dataset: RdfDataset, name: str) -> None:
    for at, iri in sparql_text.graph_clauses(text, PREFIXES):
        if not _is_graph(store, iri):
            raise _unknown_graph(f"FROM names <{iri}>", _place(text, at, name))
    for iri in (*dataset.default, *dataset.named):
        if not _is_graph(store, iri):
            raise _unknown_graph(f"the request names <{iri}>", Place(name))


def _is_graph(store: ox.Store, iri: str) -> bool:
    try:
        return store.contains_named_graph(ox.NamedNode(iri))
    except ValueError:
        return False


def _unknown_graph(named: str, place: Place) -> UnknownGraph:
    help = "name no graph, or one that `SELECT DISTINCT ?g { GRAPH ?g {} }` lists"
    return UnknownGraph(f"{named}, which is no graph of these data; nothing is fetched", help=help, place=place)


def _run(store: ox.Store, text: str, dataset: RdfDataset | None, base: str | None, union: bool | None) -> Evaluated:
    prefixes = known_prefixes(text)
    if dataset:
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.NamedNode(iri) for iri in dataset.default]
        named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(iri) for iri in dataset.named]
        return store.query(text, base_iri=base, prefixes=prefixes, default_graph=default, named_graphs=named)
    empty = default_graph_is_empty(store) if union is None else union
    whole = empty and not sparql_text.graph_clauses(text, PREFIXES)
    return store.query(text, base_iri=base, prefixes=prefixes, use_default_graph_as_union=whole)


def _result(found: Evaluated, *, ordered: bool) -> Result:
    if isinstance(found, ox.QueryBoolean):
        return Answer(bool(found))
    if isinstance(found, ox.QueryTriples):
        return Triples(tuple(sorted(set(found), key=str)))
    variables = tuple(variable.value for variable in found.variables)
    rows = [tuple(row) for row in found]
    return Solutions(variables, tuple(rows if ordered else sorted(rows, key=_row_key)))


def _row_key(row: tuple[Term | None, ...]) -> tuple[str, ...]:
    return tuple("" if term is None else str(term) for term in row)


def _syntax_error(error: SyntaxError, text: str, name: str) -> QuerySyntaxError:
    """The engine's message without its list of everything that it would have taken."""
    found = _LOCATED.search(str(error))
    help = "correct the query there; SPARQL 1.1 is what runs"
    if not found:
        return QuerySyntaxError(str(error).splitlines()[0], help=help, place=Place(name))
    line, character = int(found[1]), int(found[2])
    rest = text.split("\n")[line - 1][character - 1 :][:20].strip()
    problem = f"unexpected '{rest}'" if rest else "the line or the query ends too early"
    return QuerySyntaxError(problem, help=help, place=Place(name, line, character=character))


def _place(text: str, at: int, name: str) -> Place:
    return Place(name, text.count("\n", 0, at) + 1, character=at - text.rfind("\n", 0, at))
