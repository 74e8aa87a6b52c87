"""JSONPaths as eulod writes them for its engines, step by step, and as Spark's two JSON readers write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eulod.errors import EulodError

_STEP = re.compile(r'\."(?P<name>(?:[^"\\]|\\.)*)"|\[(?P<index>\d+)\]|(?P<items>\[\*\])|(?P<values>\.\*)')


class NameNotReadable(EulodError):
    """A name in a JSONPath has characters that Spark's JSON functions cannot ask for."""

    code = "E016"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: a name, an index, or every item of a list or every value of an object."""

    name: str | None = None
    index: int | None = None
    every: str | None = None


def steps(path: str) -> Iterator[Step]:
    """The steps of a path such as `$."partners"[*]."name"`; `every` is `items` or `values`.

    >>> list(steps('$."a"[0]'))
    [Step(name='a', index=None, every=None), Step(name=None, index=0, every=None)]
    """
    for found in _STEP.finditer(path):
        if found["name"] is not None:
            yield Step(name=re.sub(r"\\(.)", r"\1", found["name"]))
        elif found["index"] is not None:
            yield Step(index=int(found["index"]))
        else:
            yield Step(every=found.lastgroup)


def sections(path: str) -> list[tuple[str, str]]:
    """The path cut after each wildcard: the path before it in Spark's words, and `items` or `values`.

    What follows the last wildcard comes last, with ''.

    >>> sections('$."a"[*]."b"')
    [("$['a']", 'items'), ("$['b']", '')]
    """
    found, before = [], list[Step]()
    for step in steps(path):
        if step.every:
            found.append((spark_path(before), step.every))
            before = []
        else:
            before.append(step)
    return [*found, (spark_path(before), "")]


def spark_path(named: Iterable[Step]) -> str:
    """Steps without wildcards as `get_json_object` and `variant_get` both read them. Raises NameNotReadable."""
    return "$" + "".join(f"[{step.index}]" if step.name is None else _named(step.name) for step in named)


def _named(name: str) -> str:
    if name and name != "*" and not set("'?") & set(name):
        return f"['{name}']"
    if re.fullmatch(r"[^.\[\]*\s]+", name):
        return f".{name}"
    help = "rename the key in the source, or map this source with --engine duckdb"
    raise NameNotReadable(f"Spark cannot read the key {name!r} of a JSON object", help=help)
