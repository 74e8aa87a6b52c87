"""Whether a query of sh:sparql gives the same focus nodes when it is asked once as when it is asked for each of them.

pySHACL sets `$this` before it asks. Asking once is the same when the outer pattern binds `$this` and nothing looks out
of its group. Conditions on which two engines may disagree are errors in one of them: a row for which a condition is an
error stays. What cannot be judged so is refused with a reason.
Source: https://www.w3.org/TR/shacl/#sparql-constraints-prebound
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rdflib import BNode, Literal, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from eulod.validation.compile.value_test import NotCompilable

THIS = Variable("this")
_UNARY = {"Project", "Distinct", "Reduced", "OrderBy", "Filter", "Extend", "AggregateJoin", "Group", "ToMultiSet"}
_BINARY = {"Join", "LeftJoin", "Union"}
_EXISTS = {"Builtin_EXISTS", "Builtin_NOTEXISTS"}
_CALLS = {"LCASE", "UCASE", "STR", "STRLEN", "SUBSTR", "STRSTARTS", "STRENDS", "CONTAINS", "CONCAT", "BOUND", "IF"}
_CALLS |= {
    "STRBEFORE",
    "STRAFTER",
    "ABS",
    "YEAR",
    "MONTH",
    "DAY",
    "LANG",
    "DATATYPE",
    "isIRI",
    "isURI",
    "isBLANK",
    "isLITERAL",
    "EXISTS",
    "NOTEXISTS",
}
_EXPRESSIONS = {"RelationalExpression", "ConditionalAndExpression", "ConditionalOrExpression", "UnaryNot", "Function"}
_EXPRESSIONS |= {"AdditiveExpression", "MultiplicativeExpression", "TrueFilter"}
_EXPRESSIONS |= {f"Builtin_{name}" for name in _CALLS}
_AGGREGATES = {"Aggregate_Count", "Aggregate_Sum", "Aggregate_Min", "Aggregate_Max", "Aggregate_Sample"}
_CASTS = {"integer", "decimal", "string", "boolean", "date", "dateTime"}
_SHORT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})?")
_TOKENS = re.compile(
    r"(?P<skip>#[^\n]*|\s+)|(?P<string>\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')|(?P<iri><[^<>\"{}|^`\\\s]*>)|(?P<name>[\w.-]*:[\w.%/-]*)"
    r"|(?P<variable>[?$]\w+)|(?P<word>[A-Za-z_]\w*)|(?P<mark>.)",
    re.DOTALL,
)

Triple = tuple[Node, Any, Node]


@dataclass(frozen=True, slots=True)
class Reading:
    """A query that may be asked once: its text for that, its patterns and what its answer depends on."""

    text: str
    patterns: tuple[Pattern, ...]
    groups_computed: bool  # it groups rows by values that may be errors
    compares: bool
    calculates: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern or path, and whether every solution must match it."""

    subject: Node
    predicate: Any
    object: Node
    required: bool


def patterns_of(text: str) -> tuple[Pattern, ...]:
    """The patterns of a query, wherever they stand.

    Raises NotCompilable when one has no fixed predicate.
    """
    return tuple(_patterns(_algebra(text), required=True))


def outline(text: str) -> tuple[tuple[Pattern, ...], tuple[tuple[Node, ...], ...]]:
    """The patterns of a query, and the keys of each grouping in it, none where it groups all rows.

    Raises NotCompilable when a pattern has no fixed predicate, or is of a named graph.
    """
    algebra = _algebra(text)
    inside = list(_inside(algebra))
    if any(part.name in ("Graph", "ServiceGraphPattern") for part in inside):
        raise NotCompilable("it asks a named graph, or a service")
    groups = tuple(tuple(part.expr or ()) for part in inside if part.name == "Group")
    return tuple(_patterns(algebra, required=True)), groups


def read_query(text: str) -> Reading:
    """Judge a query, prefixes declared.

    Raises NotCompilable with the reason why it has to be asked for each focus node.
    """
    algebra = _algebra(text)
    patterns = tuple(_patterns(algebra, required=True))
    if not bound_by(patterns, THIS):
        raise NotCompilable("no outer pattern binds $this")
    _check_empty_paths(patterns)
    if THIS not in algebra.PV or Variable("failure") in algebra.PV:
        raise NotCompilable("it does not select $this, or selects ?failure")
    inside = list(_inside(algebra))
    _check(algebra, in_optional=False)
    _check_groups(inside, patterns)
    names = {part.name for part in inside}
    grouped = "Group" in names
    if sum(part.name == "MultiplicativeExpression" for part in inside) > 1:
        raise NotCompilable("it multiplies several times")
    # A row that stays for an error must not reach a count: groups need regular values where conditions come first.
    under = [part for group in inside if group.name == "Group" for part in _inside(group.p)]
    computed = any(part.name == "Extend" or (part.name == "Filter" and part.expr.name not in _EXISTS) for part in under)
    return Reading(
        _keeping_errors(text),
        patterns,
        grouped and computed,
        bool(names & {"RelationalExpression", "Builtin_IF"}),
        bool(names & {"AdditiveExpression", "MultiplicativeExpression", "Aggregate_Sum"}),
    )


def bound_by(patterns: Iterable[Pattern], term: Node) -> bool:
    """Whether a required pattern binds a term to a node of the data: not one whose path may be of no step."""
    return any(
        one.required and term in (one.subject, one.object) and not may_be_empty(one.predicate) for one in patterns
    )


def may_be_empty(path: Any) -> bool:
    """Whether a path leads from each node to itself."""
    if isinstance(path, MulPath):
        return bool(path.zero) or may_be_empty(path.path)
    if isinstance(path, SequencePath):
        return all(may_be_empty(part) for part in path.args)
    if isinstance(path, AlternativePath):
        return any(may_be_empty(part) for part in path.args)
    return isinstance(path, InvPath) and may_be_empty(path.arg)


def _check_empty_paths(patterns: tuple[Pattern, ...]) -> None:
    """Refuse paths of no step between two ends that nothing else binds: they match every node of the data."""
    for one in patterns:
        free = [end for end in (one.subject, one.object) if isinstance(end, (Variable, BNode))]
        if may_be_empty(one.predicate) and len(free) == 2 and not any(bound_by(patterns, end) for end in free):
            raise NotCompilable("a path of it matches every node")


def predicates_in(path: Any) -> Iterator[str]:
    """The predicates of a path, as N-Quads text."""
    if isinstance(path, URIRef):
        yield f"<{path}>"
    elif isinstance(path, InvPath):
        yield from predicates_in(path.arg)
    elif isinstance(path, MulPath):
        yield from predicates_in(path.path)
    elif isinstance(path, (SequencePath, AlternativePath)):
        for part in path.args:
            yield from predicates_in(part)
    else:
        raise NotCompilable("a predicate of it is a variable or excluded")


def _algebra(text: str) -> Any:
    try:
        algebra = prepareQuery(text).algebra
    except Exception as error:  # pyparsing and rdflib raise many kinds here
        raise NotCompilable(f"it is not SPARQL: {str(error).splitlines()[0]}") from error
    if algebra.name != "SelectQuery" or algebra.datasetClause:
        raise NotCompilable("it is no SELECT over the data graph")
    names = [part.name for part in _inside(algebra)]
    if names.count("Project") > 1 or "SubSelect" in names or "Minus" in names:
        raise NotCompilable("it has a SELECT inside, or MINUS")
    return algebra


def _inside(value: Any) -> Iterator[CompValue]:
    """Every part of an algebra, itself included."""
    if isinstance(value, CompValue):
        yield value
        for key, part in value.items():
            if key not in ("_vars", "PV"):
                yield from _inside(part)
    elif isinstance(value, (list, tuple, set)):
        for part in value:
            yield from _inside(part)


def _patterns(part: Any, *, required: bool) -> Iterator[Pattern]:
    if isinstance(part, (list, tuple)):
        for one in part:
            yield from _patterns(one, required=required)
        return
    if not isinstance(part, CompValue):
        return
    if part.name in ("BGP", "TriplesBlock"):
        yield from _triples(part, required=required)
        return
    for key, inner in part.items():
        if key not in ("_vars", "PV"):
            optional = part.name in (*_EXISTS, "Union") or (part.name == "LeftJoin" and key != "p1") or key == "expr"
            yield from _patterns(inner, required=required and not optional)


def _triples(part: CompValue, *, required: bool) -> Iterator[Pattern]:
    for triple in part.triples:
        flat = list(triple)
        for start in range(0, len(flat), 3):
            subject, predicate, object = flat[start : start + 3]
            list(predicates_in(predicate))
            yield Pattern(subject, predicate, object, required)


def _check(part: Any, *, in_optional: bool) -> None:
    """Refuse what asking once might answer otherwise."""
    if part.name == "SelectQuery":
        _check(part.p, in_optional=False)
    elif part.name == "BGP":
        return
    elif part.name in _UNARY:
        _check_expressions(part, in_optional=in_optional)
        _check(part.p, in_optional=in_optional)
    elif part.name in _BINARY:
        if part.name == "LeftJoin" and part.expr.name != "TrueFilter":
            raise NotCompilable("an OPTIONAL of it has a condition")
        _check(part.p1, in_optional=in_optional)
        _check(part.p2, in_optional=in_optional or part.name == "LeftJoin")
    else:
        raise NotCompilable(f"it has {part.name}")


def _check_expressions(part: Any, *, in_optional: bool) -> None:
    if part.name not in ("Filter", "Extend"):
        return
    known = part.p["_vars"]
    for inner in _inside(part.expr):
        if inner.name in _EXISTS:
            if any(one.name in ("Filter", "SubSelect", "MinusGraphPattern", "Bind") for one in _inside(inner.graph)):
                raise NotCompilable("an EXISTS of it has more than patterns")
        elif inner.name == "Function":
            if not str(inner.iri).startswith("http://www.w3.org/2001/XMLSchema#") or _local(inner.iri) not in _CASTS:
                raise NotCompilable(f"it calls {inner.iri}")
        elif inner.name == "MultiplicativeExpression":
            _check_product(inner)
        elif inner.name not in _EXPRESSIONS and inner.name not in ("GroupGraphPatternSub", "TriplesBlock"):
            raise NotCompilable(f"it has {inner.name}")
    if in_optional and part.name == "Filter":
        raise NotCompilable("an OPTIONAL of it has a FILTER")
    if not {name for name in _variables(part.expr) if not name.startswith("__agg")} <= known:
        raise NotCompilable("a condition of it looks out of its group")


def _check_product(part: Any) -> None:
    """Refuse what two engines round in two ways: quotients, and products that may have more than 28 digits."""
    factors = (part.expr, *part.other)
    short = (one for one in factors if isinstance(one, Literal) and _SHORT.fullmatch(str(one)))
    if list(part.op) != ["*"] or next(short, None) is None:
        raise NotCompilable("it divides, or multiplies by other than a short number")


def _variables(value: Any) -> Iterator[Variable]:
    if isinstance(value, Variable):
        yield value
    elif isinstance(value, CompValue) and value.name not in _EXISTS:
        for key, part in value.items():
            if key != "_vars":
                yield from _variables(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _variables(part)


def _check_groups(inside: list[CompValue], patterns: tuple[Pattern, ...]) -> None:
    matched = {end for pattern in patterns for end in (pattern.subject, pattern.object)}
    conditions = {name for part in inside if part.name == "Filter" for name in _variables(part.expr)}
    keys = {key for part in inside if part.name == "Group" for key in part.expr or () if isinstance(key, Variable)}
    for part in inside:
        if part.name == "Group" and THIS not in (part.expr or ()):
            raise NotCompilable("it groups by other than $this")
        if part.name.startswith("Aggregate_"):
            if part.name not in _AGGREGATES:
                raise NotCompilable(f"it has {part.name}")
            ordered = part.name in ("Aggregate_Min", "Aggregate_Max", "Aggregate_Sample")
            if ordered and part.res in conditions and part.vars in matched - keys:
                raise NotCompilable("it compares the least or greatest value of a property")


def _local(iri: URIRef) -> str:
    return str(iri).rpartition("#")[2]


def _keeping_errors(text: str) -> str:
    """The query with each condition replaced by one that holds where it is an error."""
    tokens = list(_TOKENS.finditer(text))
    opened: dict[int, str] = {}
    closed: dict[int, str] = {}
    for index, token in enumerate(tokens):
        if token.lastgroup == "word" and token[0].upper() in ("FILTER", "HAVING"):
            start = _next(tokens, index + 1)
            if tokens[start][0].upper() in ("NOT", "EXISTS"):
                continue
            first = start if tokens[start][0] == "(" else _next(tokens, start + 1)
            if tokens[first][0] != "(":
                raise NotCompilable("a condition of it has no brackets")
            end = _matching(tokens, first)
            following = _next(tokens, end + 1)
            if token[0].upper() == "HAVING" and following < len(tokens) and tokens[following][0] == "(":
                raise NotCompilable("it has several conditions on groups")
            opened[start] = f"(COALESCE(({opened.get(start, '')}"
            closed[end] = "), true))"
    return "".join(opened.get(i, "") + token[0] + closed.get(i, "") for i, token in enumerate(tokens))


def _next(tokens: list[re.Match[str]], index: int) -> int:
    while index < len(tokens) and tokens[index].lastgroup == "skip":
        index += 1
    return index


def _matching(tokens: list[re.Match[str]], index: int) -> int:
    depth = 0
    for end in range(index, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[end][0], 0)
        if depth == 0:
            return end
    raise NotCompilable("its brackets do not match")
