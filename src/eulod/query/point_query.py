"""Queries that cost no more than what is said of one IRI, answered at once where the store is, without a worker.

Whoever asks for an entity's statements, or for some of its properties, need not wait for another process. Only what a
strict grammar reads is taken for such a query: SELECT or ASK of one basic graph pattern about one constant IRI, with
constants and variables else; nothing nested, no path, no function, no DISTINCT, no ORDER BY. How much is looked at is
bounded too: an entity of which much is said is left to a worker, which may be killed.

The most frequent of them, one triple pattern, is looked up in the store as it is: to parse and to plan it as a query
takes as long as to find its rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import pyoxigraph as ox

from eulod.errors import EulodError, ResultTooLarge
from eulod.query.answering import Question, Written, rows_bytes, written
from eulod.query.limits import Limits
from eulod.query.sparql import known_prefixes
from eulod.terms.prefixes import PREFIXES

_ROWS = 200
_BYTES = 64 << 10
_UNBOUND = 2
_SOLUTIONS = 100  # of several triple patterns together
_FORMS = frozenset({"json", "xml", "csv", "tsv"})
_LONGEST = 2000
_DEFAULT = ox.DefaultGraph()
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_NAME = r"[A-Za-z][A-Za-z0-9_-]*:[A-Za-z0-9_][A-Za-z0-9_-]*"
_VARIABLE = r"[?$][A-Za-z_][A-Za-z0-9_]*"
_TEXT = rf'"[^"\\\r\n]*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^(?:{_IRI}|{_NAME}))?'
_SAYS = rf"(?:{_IRI}|{_NAME}|{_VARIABLE}|a)\s++(?:{_IRI}|{_NAME}|{_VARIABLE}|{_TEXT})(?![\w:.^@-])\s*+"
_QUERY = re.compile(
    rf"\s*+(?P<prologue>(?:(?i:prefix)\s++(?:[A-Za-z][A-Za-z0-9_-]*)?:\s*+{_IRI}\s*+)*+)"
    rf"(?:(?i:select)\s++(?P<shown>\*|{_VARIABLE}(?:\s++{_VARIABLE})*+)|(?i:ask))\s*+(?:(?i:where)\s*+)?+"
    rf"\{{\s*+(?P<subject>{_IRI})\s++(?P<says>{_SAYS}(?:;\s*+{_SAYS})*+)(?:[.;]\s*+)?+\}}\s*+"
    r"(?P<limit>(?i:limit)\s++[0-9]{1,6}\s*+)?+"
)
_PREFIX = re.compile(rf"\s(?P<name>[A-Za-z0-9_-]*):\s*(?P<iri>{_IRI})")
_PAIR = re.compile(rf"(?:^|;)\s*(?P<predicate>\S+)\s+(?P<object>{_TEXT}|\S+?)(?=\s*(?:;|$))")


@dataclass(frozen=True, slots=True)
class PointQuery:
    """What is asked of `subject`: the predicates and objects of triple patterns, each a term as the query writes it.

    `shown` are the variables of SELECT, none for `*`. `plain` says that each statement that the one pattern fits is a
    row of its own.
    """

    subject: str
    said: tuple[tuple[str, str], ...]
    shown: tuple[str, ...]
    plain: bool
    prefixes: Mapping[str, str]


def point_query(text: str) -> PointQuery | None:
    """Read a query that is about one IRI, None for all others."""
    found = _QUERY.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    prologue, shown, subject, says, limit = found.groups()
    said = tuple(_PAIR.findall(says))
    prefixes = {**PREFIXES, **dict(_PREFIX.findall(f" {prologue}"))} if prologue else PREFIXES
    columns = () if shown in (None, "*") else tuple(name[1:] for name in shown.split())
    single = len(said) == 1 and said[0][0][1:] != said[0][1][1:] and len(set(columns)) == len(columns)
    return PointQuery(subject, said, columns, single and shown is not None and not limit, prefixes)


def answered_at_once(store: ox.Store, question: Question, limits: Limits) -> Written | None:
    """The answer that a worker would give, byte for byte, if it costs little; None for what is a worker's.

    The store's default graph must not be empty.
    """
    asked = point_query(question.text) if question.dataset is None and question.rows_form in _FORMS else None
    if asked is None:
        return None
    small = _bounded(limits)
    try:
        body = _looked_up(store, asked, question.rows_form, small) or _asked(store, asked, question, small)
    except (SyntaxError, ValueError, OSError, RuntimeError, EulodError):  # the worker says what is wrong
        return None
    return Written(question.rows_form, body) if body else None


@lru_cache(maxsize=16)
def _bounded(limits: Limits) -> Limits:
    return replace(limits, rows=min(limits.rows, _ROWS), answer=min(limits.answer, _BYTES))


def _looked_up(store: ox.Store, asked: PointQuery, form: str, limits: Limits) -> bytes:
    """The rows of a single pattern, each a statement in the store; b"" for what is not asked so.

    Raises ResultTooLarge beyond the limits.
    """
    predicate, object_ = asked.said[0]
    if not asked.plain or object_[0] == '"':
        return b""
    subject, said, about = (_node(term, asked.prefixes) for term in (asked.subject, predicate, object_))
    found = store.quads_for_pattern(subject, said, about, _DEFAULT)
    quads = list(islice(found, limits.rows + 1))
    if len(quads) > limits.rows:
        raise ResultTooLarge("too much is said of it to be answered at once", help="ask a worker")
    names = {name[1:]: at for at, name in enumerate((predicate, object_)) if name[0] in "?$"}
    shown = asked.shown or tuple(sorted(names))
    lines = sorted(_lines(quads, [names.get(name, _UNBOUND) for name in shown]))
    table = "\n".join(["\t".join(f"?{name}" for name in shown), *lines, ""])
    too_much = len(table) > limits.answer or "<<" in table  # triples as terms are left to the engine
    return b"" if too_much else rows_bytes(table.encode(), form)


def _lines(quads: Sequence[ox.Quad], columns: list[int]) -> list[str]:
    """Statements as lines of TSV, whose text has the order of their terms' text, as nothing in it is below a tab."""
    if columns == [0, 1]:
        return [f"{quad.predicate}\t{quad.object}" for quad in quads]
    terms = [(str(quad.predicate), str(quad.object), "") for quad in quads]
    return ["\t".join([term[column] for column in columns]) for term in terms]


def _asked(store: ox.Store, asked: PointQuery, question: Question, limits: Limits) -> bytes:
    """What the engine answers, where the patterns together have few solutions; b"" where they may have more."""
    if not asked.plain and not _is_small(store, asked):
        return b""
    found = store.query(question.text, base_iri=question.base, prefixes=known_prefixes(question.text))
    return written(found, question.rows_form, limits, ordered=False)


def _is_small(store: ox.Store, asked: PointQuery) -> bool:
    """Whether the triple patterns together have few solutions, however they are joined."""
    solutions = 1
    subject = _node(asked.subject, asked.prefixes)
    for predicate, _ in asked.said:
        node = _node(predicate, asked.prefixes)
        found = islice(store.quads_for_pattern(subject, node, None, _DEFAULT), _SOLUTIONS + 1)
        solutions *= max(1, sum(1 for _ in found))  # what joins nothing is looked through all the same
        if solutions > _SOLUTIONS:
            return False
    return True


def _node(term: str, prefixes: Mapping[str, str]) -> ox.NamedNode | None:
    """The IRI that a query writes so, None for a variable. Raises ValueError for one that only the engine resolves."""
    if term[0] in "?$":
        return None
    if term[0] == "<":
        return ox.NamedNode("" if "/." in term else term[1:-1])
    if term == "a":
        return ox.NamedNode(PREFIXES["rdf"] + "type")
    prefix, _, local = term.partition(":")
    return ox.NamedNode(prefixes.get(prefix, "").strip("<>") + local)
