"""The registry: a function's IRI, its parameters, and what a null result means.

Source: https://kg-construct.github.io/rml-fnml/spec/docs/
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

FN = "https://w3id.org/eulod/fn#"


Check = Callable[..., None]
"""Takes the options of a call, those with a default included."""


class WrongOption(ValueError):
    """An option of a function has a value that cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the registry.

    `columns` are parameters that take a column, `options` those that take a constant of the mapping; those in
    `optional` may be left out. `variadic` functions take any number of columns under any names. `fails` says what is
    wrong with a value that gives null, with the options as placeholders; None where null is an answer.
    `safe` results hold nothing that a literal or an IRI has to escape. `check` raises WrongOption for options that
    cannot be used.
    """

    iri: str
    build: Callable[..., Any]
    columns: tuple[str, ...]
    options: tuple[str, ...]
    optional: frozenset[str]
    variadic: bool
    fails: str | None
    safe: bool
    needs_engine: bool
    check: Check | None


FUNCTIONS: dict[str, Function] = {}


def function(
    *, fails: str | None = None, safe: bool = False, check: Check | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function under its own name.

    Positional parameters are columns, keyword-only ones are constants; one named `engine` gets the engine.
    """

    def register(build: Callable[..., Any]) -> Callable[..., Any]:
        parameters = list(inspect.signature(build).parameters.values())
        columns = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        options = [p for p in parameters if p.kind is p.KEYWORD_ONLY and p.name != "engine"]
        iri = FN + build.__name__.rstrip("_")
        FUNCTIONS[iri] = Function(
            iri=iri,
            build=build,
            columns=tuple(p.name for p in columns),
            options=tuple(p.name for p in options),
            optional=frozenset(p.name for p in [*columns, *options] if p.default is not p.empty),
            variadic=any(p.kind is p.VAR_POSITIONAL for p in parameters),
            fails=fails,
            safe=safe,
            needs_engine=any(p.name == "engine" for p in parameters),
            check=check,
        )
        return build

    return register
