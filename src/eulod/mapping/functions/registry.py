"""The registry: a function's IRI, its parameters, what a null result means, and what others call it.

A module of this folder holds functions and is found by being there. Each function's docstring says what it gives, and
shows it with examples that a test runs: `>>> fn:name(parameter: value)` as YARRRML writes it, and below the result.
Source: https://kg-construct.github.io/rml-fnml/spec/docs/
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from eulod.mapping.functions.foreign import Alias

FN = "https://w3id.org/eulod/fn#"
RESULT = f"{FN}result"
"""What the result of each of eulod's own functions is called."""

BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"

Check = Callable[..., None]
"""Takes the options of a call, those with a default included."""


class WrongOption(ValueError):
    """An option of a function has a value that cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the registry.

    `columns` are parameters that take a column, `options` those that take a constant of the mapping; those in
    `optional` may be left out. `variadic` functions take any number of columns under any names. `takes` and `gives` are
    the annotations of its columns and its result. `fails` says what is wrong with a value that gives null, with the
    options as placeholders; None where null is an answer. `safe` results hold nothing that a literal or an IRI has to
    escape. `datatype` is that of a literal for which the mapping states none. `check` raises WrongOption for options
    that cannot be used. `also` are the names that other vocabularies have for the function.
    """

    iri: str
    build: Callable[..., Any]
    columns: tuple[str, ...]
    options: tuple[str, ...]
    optional: frozenset[str]
    variadic: str | None
    takes: Mapping[str, str]
    gives: str
    fails: str | None
    safe: bool
    datatype: str | None
    needs_engine: bool
    check: Check | None
    also: tuple[Alias, ...]


_FUNCTIONS: dict[str, Function] = {}
FUNCTIONS: Mapping[str, Function] = MappingProxyType(_FUNCTIONS)
"""The functions of the modules that were imported; `catalogue` imports them all."""


def function(
    *,
    fails: str | None = None,
    safe: bool = False,
    datatype: str | None = None,
    check: Check | None = None,
    also: tuple[Alias, ...] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function under its own name.

    Positional parameters are columns, keyword-only ones are constants; one named `engine` gets the engine. A column
    annotated as an array takes all values of a parameter at once; any other is given each in turn.
    """

    def register(build: Callable[..., Any]) -> Callable[..., Any]:
        parameters = list(inspect.signature(build).parameters.values())
        columns = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        options = [p for p in parameters if p.kind is p.KEYWORD_ONLY and p.name != "engine"]
        iri, gives = FN + build.__name__.rstrip("_"), build.__annotations__["return"]
        _FUNCTIONS[iri] = Function(
            iri=iri,
            build=build,
            columns=tuple(p.name for p in columns),
            options=tuple(p.name for p in options),
            optional=frozenset(p.name for p in [*columns, *options] if p.default is not p.empty),
            variadic=next((p.name for p in parameters if p.kind is p.VAR_POSITIONAL), None),
            takes={p.name: str(p.annotation) for p in parameters},
            gives=gives,
            fails=fails,
            safe=safe or gives == "ir.BooleanValue",
            datatype=datatype or (BOOLEAN if gives == "ir.BooleanValue" else None),
            needs_engine=any(p.name == "engine" for p in parameters),
            check=check,
            also=also,
        )
        return build

    return register
