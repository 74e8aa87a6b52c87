"""The parameters of a function call bound by name: columns, and options that are the same for every record."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from eulod.mapping.errors import FunctionParameters, UnknownFunction, nearest
from eulod.mapping.functions import amounts, dates, logic, text, windows  # noqa: F401  (each registers its functions)
from eulod.mapping.functions.registry import FN, FUNCTIONS, Function, WrongOption
from eulod.mapping.term_map import Constant, Expression, FunctionCall

LOOKUP = FN + "lookup"


@dataclass(frozen=True, slots=True)
class Bound:
    """A function with the expressions of its columns, in its own order, and its options."""

    function: Function
    columns: tuple[Expression, ...]
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

    Raises UnknownFunction or FunctionParameters with the names that there are.
    """
    function = _function(call)
    binder = _Binder(call, function)
    for name, expression in call.parameters:
        binder.take(name, expression)
    return binder.bound()


def constant_option(name: str, expression: Expression, call: FunctionCall) -> str:
    """The text of an option. Raises FunctionParameters when it depends on the record."""
    if isinstance(expression, Constant):
        return expression.value
    problem = f"the parameter '{name}' must be the same for every record"
    raise FunctionParameters(problem, place=call.place, help="write a constant text without references")


def shown(parameter: str) -> str:
    """A parameter's name in mappings: Python's reserved words end in an underscore in code only."""
    return parameter.rstrip("_")


def _function(call: FunctionCall) -> Function:
    if call.function in FUNCTIONS:
        return FUNCTIONS[call.function]
    names = sorted(iri.removeprefix(FN) for iri in (*FUNCTIONS, LOOKUP))
    name = call.function.removeprefix(FN)
    problem = f"unknown function '{name}'; there are: {', '.join(names)}"
    raise UnknownFunction(problem, place=call.place, help=nearest(name, names))


class _Binder:
    def __init__(self, call: FunctionCall, function: Function) -> None:
        self.call = call
        self.function = function
        self.name = call.function.removeprefix(FN)
        self.named: dict[str, Expression] = {}
        self.others: list[Expression] = []
        self.options: dict[str, str] = {}

    def take(self, name: str, expression: Expression) -> None:
        own = next((p for p in (*self.function.columns, *self.function.options) if shown(p) == name), None)
        if own in self.function.options:
            self.options[own] = constant_option(name, expression, self.call)
        elif own is not None:
            self.named[own] = expression
        elif self.function.variadic:
            self.others.append(expression)
        else:
            raise self.unknown(name)

    def bound(self) -> Bound:
        needed = [
            name for name in (*self.function.columns, *self.function.options) if name not in self.function.optional
        ]
        missing = [shown(name) for name in needed if name not in self.named and name not in self.options]
        if missing or (self.function.variadic and not self.others):
            raise self.missing((missing or ["a value"])[0])
        self.check()
        columns = (*(self.named[name] for name in self.function.columns if name in self.named), *self.others)
        return Bound(self.function, columns, self.options)

    def check(self) -> None:
        if self.function.check is None:
            return
        try:
            self.function.check(**self.options)
        except WrongOption as error:
            problem, help = f"'{self.name}' cannot be called so: {error}", "correct the parameter"
            raise FunctionParameters(problem, place=self.call.place, help=help) from None

    def unknown(self, name: str) -> FunctionParameters:
        known = [shown(p) for p in (*self.function.columns, *self.function.options)]
        problem = f"'{self.name}' has no parameter '{name}'; it has: {', '.join(known)}"
        return FunctionParameters(problem, place=self.call.place, help=nearest(name, known))

    def missing(self, name: str) -> FunctionParameters:
        help = f"add [{name}, …] to its parameters"
        return FunctionParameters(f"'{self.name}' needs the parameter '{name}'", place=self.call.place, help=help)
