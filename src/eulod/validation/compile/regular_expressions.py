"""Which regular expressions of Python mean the same to the engine, and which can run away.

The engine's are RE2: linear, without look-around and references. What it matches, Python's `re` matches too, for the
patterns that `for_engine` lets through; the other way round it holds for texts without a line end.
Source: https://docs.python.org/3/library/re.html, https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from eulod.validation.compile.value_test import NotCompilable

_SAME = {
    codes.LITERAL,
    codes.NOT_LITERAL,
    codes.ANY,
    codes.IN,
    codes.RANGE,
    codes.NEGATE,
    codes.BRANCH,
    codes.SUBPATTERN,
    codes.MAX_REPEAT,
    codes.MIN_REPEAT,
    codes.AT,
    codes.CATEGORY,
}
_ANCHORS = {codes.AT_BEGINNING, codes.AT_END, codes.AT_BOUNDARY, codes.AT_NON_BOUNDARY, codes.AT_BEGINNING_STRING}
_DIFFERENT_TEXT = re.compile(r"\[\[?:|\[\^?\]|\{,|\\[xuUN0-9]|\(\?[^:iP]|\[[^\]]*\[")
_MOST_REPEATS = 1000
_LARGEST = 100


@dataclass(frozen=True, slots=True)
class EnginePattern:
    """A pattern for the engine; `ascii_only` when both agree on texts of ASCII characters only."""

    text: str
    ascii_only: bool


def for_engine(pattern: str, *, ignore_case: bool = False, multiline: bool = False) -> EnginePattern:
    """A pattern of Python as one of the engine's that matches no text which Python's does not match.

    Raises NotCompilable when there may be none.
    """
    if _DIFFERENT_TEXT.search(pattern):
        raise NotCompilable(f"the pattern {pattern!r} is written in a way that the engine reads otherwise")
    found = tuple(_operations(_parsed(pattern)))
    for operation, argument in found:
        if operation not in _SAME or (operation is codes.AT and argument not in _ANCHORS):
            raise NotCompilable(f"the pattern {pattern!r} has what the engine lacks ({str(operation).lower()})")
        if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT) and _repeats(argument) > _MOST_REPEATS:
            raise NotCompilable(f"the pattern {pattern!r} repeats more than {_MOST_REPEATS} times")
    flags = ("i" if ignore_case else "") + ("m" if multiline else "")
    varied = ignore_case or "(?i" in pattern or any(_depends_on_unicode(*item) for item in found)
    return EnginePattern(f"(?{flags}){pattern}" if flags else pattern, varied)


def runs_away(pattern: str) -> bool:
    """Whether matching may take time that grows faster than the square of the text, as far as the pattern shows.

    It errs on the side of yes: a repetition without end in a repetition, or more than two in a row, or a reference.

    >>> runs_away("^(a+)+$"), runs_away("^[A-Z]{2}[0-9]+$")
    (True, False)
    """
    try:
        parsed = _parsed(pattern)
    except NotCompilable:
        return False
    loops = sum(_loops(parsed))
    return loops > 2 or any(_nested(parsed, inside=False))


def _parsed(pattern: str) -> Any:
    try:
        return parser.parse(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise NotCompilable(f"{pattern!r} is no regular expression: {error}") from error


def _operations(parsed: Any) -> Iterator[tuple[Any, Any]]:
    """Every operation of a pattern, those inside of others included."""
    for operation, argument in parsed:
        yield operation, argument
        for part in _parts(argument):
            yield from _operations(part)


def _parts(argument: Any) -> Iterator[Any]:
    """The patterns, and the members of a set, in the argument of an operation."""
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, list):
        if argument and all(isinstance(item, tuple) for item in argument):
            yield argument
        else:
            yield from (part for item in argument for part in _parts(item))
    elif isinstance(argument, tuple):
        yield from (part for item in argument for part in _parts(item))


def _repeats(argument: Any) -> int:
    low, high, _ = argument
    return int(low) if high is codes.MAXREPEAT else int(high)


def _depends_on_unicode(operation: Any, argument: Any) -> bool:
    boundary = operation is codes.AT and argument in (codes.AT_BOUNDARY, codes.AT_NON_BOUNDARY)
    return boundary or operation is codes.CATEGORY


def _endless(operation: Any, argument: Any) -> bool:
    repeats = operation in (codes.MAX_REPEAT, codes.MIN_REPEAT)
    return repeats and (argument[1] is codes.MAXREPEAT or int(argument[1]) > _LARGEST)


def _loops(parsed: Any) -> Iterator[int]:
    """One for each repetition without end, but for those that begin with a mark of their own."""
    for operation, argument in parsed:
        if not (_endless(operation, argument) and _separated(argument[2])):
            if _endless(operation, argument):
                yield 1
            for part in _parts(argument):
                if operation is not codes.IN:
                    yield from _loops(part)


def _nested(parsed: Any, *, inside: bool) -> Iterator[bool]:
    """For each repetition and reference: whether it can multiply the work of another."""
    for operation, argument in parsed:
        repeats = operation in (codes.MAX_REPEAT, codes.MIN_REPEAT) and _repeats_much(argument)
        yield operation is codes.GROUPREF or (inside and (repeats or operation is codes.BRANCH))
        for part in _parts(argument):
            if operation is not codes.IN:
                yield from _nested(part, inside=inside or (repeats and not _separated(argument[2])))


def _repeats_much(argument: Any) -> bool:
    return argument[1] is codes.MAXREPEAT or int(argument[1]) > 10  # (a|a){10} has a thousand ways, (a|a){60} no end


def _separated(parsed: Any) -> bool:
    """Whether what is repeated begins with a character that the repetitions in it cannot take, as in `(-[a-z]+)*`."""
    items = list(parsed)
    while len(items) == 1 and items[0][0] is codes.SUBPATTERN:
        items = list(items[0][1][-1])
    if len(items) < 2 or items[0][0] is not codes.LITERAL:
        return False
    return all(
        operation is codes.LITERAL or _excludes(operation, argument, items[0][1]) for operation, argument in items
    )


def _excludes(operation: Any, argument: Any, character: int) -> bool:
    """Whether an operation on single characters cannot take one of them."""
    if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        inner = list(argument[2])
        return len(inner) == 1 and _excludes(inner[0][0], inner[0][1], character)
    if operation is codes.LITERAL:
        return bool(argument != character)
    if operation is not codes.IN or any(kind is codes.CATEGORY for kind, _ in argument):
        return False
    listed = any(
        (kind is codes.LITERAL and found == character) or (kind is codes.RANGE and found[0] <= character <= found[1])
        for kind, found in argument
    )
    return listed if argument[0][0] is codes.NEGATE else not listed
