"""The parameters of a function call bound by name: columns, and options that are the same for every record."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from eulod.mapping.errors import FunctionParameters, UnknownFunction, UnknownResult, nearest
from eulod.mapping.functions.catalogue import beside, find
from eulod.mapping.functions.foreign import Alias, compact
from eulod.mapping.functions.registry import FN, RESULT, Function, WrongOption
from eulod.mapping.term_map import Constant, Expression, FunctionCall

LOOKUP = FN + "lookup"


@dataclass(frozen=True, slots=True)
class Bound:
    """A function with the expressions of its columns, in its own order, and its options.

    `takes` says for each column what the function takes there.
    """

    function: Function
    columns: tuple[Expression, ...]
    takes: tuple[str, ...]
    options: dict[str, str]

    @property
    def failure(self) -> str | None:
        """What is wrong with a value for which the function has no result; None where null is an answer."""
        if self.function.fails is None:
            return None
        parameters = inspect.signature(self.function.build).parameters
        left_out = [name for name in self.function.options if name not in self.options]
        options = {**{name: str(parameters[name].default) for name in left_out}, **self.options}
        return self.function.fails.format(**{shown(name): value for name, value in options.items()})


def bind(call: FunctionCall) -> Bound:
    """Find the function that `call` names and give each parameter its place.

    Raises UnknownFunction, FunctionParameters or UnknownResult with the names that there are.
    """
    found = find(call.function)
    if found is None:
        raise _unknown(call)
    check_result(call, found[1])
    binder = _Binder(call, *found)
    for name, expression in call.parameters:
        binder.take(name, expression)
    return binder.bound()


def natural_datatype(expression: Expression) -> str | None:
    """The datatype that the result of a function has of itself; None for a text, and what is no function."""
    found = find(expression.function) if isinstance(expression, FunctionCall) else None
    return found[0].datatype if found else None


def constant_option(name: str, expression: Expression, call: FunctionCall) -> str:
    """The text of an option. Raises FunctionParameters when it depends on the record."""
    if isinstance(expression, Constant):
        return expression.value
    problem = f"the parameter '{name}' must be the same for every record"
    raise FunctionParameters(problem, place=call.place, help="write a constant text without references")


def shown(parameter: str) -> str:
    """A parameter's name in mappings: Python's reserved words end in an underscore in code only."""
    return parameter.rstrip("_")


def check_result(call: FunctionCall, alias: Alias | None = None) -> None:
    """Raise UnknownResult where `call` asks for a result that its function does not give."""
    if call.result is None:
        return
    result, place = call.result
    known = (RESULT,) if alias is None else alias.results
    if result not in known:
        problem = f"'{_name(call)}' has no result '{compact(result)}'; it has: {', '.join(_shown_names(known))}"
        raise UnknownResult(problem, place=place, help=f"write {compact(known[0])}, or leave rml:return out")


def _unknown(call: FunctionCall) -> UnknownFunction:
    space, names = beside(call.function)
    names = sorted([*names, "lookup"]) if space == FN else names
    local = call.function.removeprefix(space)
    prefix = "" if space == FN else compact(space)
    problem = f"unknown function '{compact(call.function).removeprefix(FN)}'; there are: {', '.join(names)}"
    close = get_close_matches(local, names, n=1, cutoff=0.6)
    help = f"did you mean '{prefix}{close[0]}'?" if close else "use one of them, or compute the value in the source"
    return UnknownFunction(problem, place=call.place, help=help)


def _name(call: FunctionCall) -> str:
    return compact(call.function).removeprefix(FN)


def _shown_names(iris: Iterable[str]) -> list[str]:
    return [compact(iri).removeprefix(FN) for iri in iris if not compact(iri).startswith("http://example.com/")]


class _Binder:
    def __init__(self, call: FunctionCall, function: Function, alias: Alias | None) -> None:
        self.call = call
        self.function = function
        self.alias = alias
        self.name = _name(call)
        self.named: dict[str, Expression] = {}
        self.others: list[tuple[int, Expression]] = []
        self.options: dict[str, str] = dict(alias.preset) if alias else {}

    def take(self, name: str, expression: Expression) -> None:
        own, place = self.own(name)
        if own is not None and own == self.function.variadic:
            self.others.append((place, expression))
            return
        if own is None:
            raise self.unknown(name)
        if own in self.named or (own in self.options and own not in (self.alias.preset if self.alias else ())):
            raise self.wrong(f"'{self.name}' is given the parameter '{compact(name)}' twice", "remove one of them")
        if own in self.function.options:
            self.options[own] = constant_option(compact(name), expression, self.call)
        else:
            self.named[own] = expression

    def own(self, name: str) -> tuple[str | None, int]:
        """The function's own name of a parameter, and the place of `name` among those that it may have."""
        if self.alias is not None:
            return self.own_of_alias(self.alias, name)
        known = next((p for p in (*self.function.columns, *self.function.options) if shown(p) == name), None)
        return known or self.function.variadic, 0

    def own_of_alias(self, alias: Alias, name: str) -> tuple[str | None, int]:
        for own, iris in alias.parameters.items():
            for place, iri in enumerate(iris):
                local = compact(iri).rpartition(":")[2]
                if name in (iri, local, local.removeprefix("p_")):
                    return own, place
        return None, 0

    def bound(self) -> Bound:
        function = self.function
        needed = [name for name in (*function.columns, *function.options) if name not in function.optional]
        missing = [name for name in needed if name not in self.named and name not in self.options]
        if function.variadic and not self.others:
            missing.append(function.variadic)
        if missing:
            raise self.missing(missing[0])
        self.check()
        named = [name for name in function.columns if name in self.named]
        others = [expression for _, expression in sorted(self.others, key=lambda other: other[0])]
        names = [*named, *[function.variadic or ""] * len(others)]
        columns = (*(self.named[name] for name in named), *others)
        return Bound(function, columns, tuple(function.takes[name] for name in names), self.options)

    def check(self) -> None:
        if self.function.check is None:
            return
        try:
            self.function.check(**self.options)
        except WrongOption as error:
            raise self.wrong(f"'{self.name}' cannot be called so: {error}", "correct the parameter") from None

    def unknown(self, name: str) -> FunctionParameters:
        known = self.known()
        problem = f"'{self.name}' has no parameter '{compact(name)}'; it has: {', '.join(known) or 'none'}"
        return self.wrong(problem, nearest(compact(name), known) if known else "remove it")

    def known(self) -> list[str]:
        """The names of the parameters, as mappings write them."""
        if self.alias is not None:
            return [name for iris in self.alias.parameters.values() for name in _shown_names(iris)]
        return [shown(p) for p in (*self.function.columns, *self.function.options)]

    def missing(self, name: str) -> FunctionParameters:
        names = _shown_names(self.alias.parameters[name]) if self.alias and name in self.alias.parameters else []
        own = "a value" if name == self.function.variadic else shown(name)
        wanted = names[0] if names else own
        problem = f"'{self.name}' needs the parameter '{wanted}'"
        return self.wrong(problem, f"add [{wanted}, …] to its parameters")

    def wrong(self, problem: str, help: str) -> FunctionParameters:
        return FunctionParameters(problem, place=self.call.place, help=help)
