"""The reference of functions says what the registry has."""

from __future__ import annotations

import inspect
import re
from itertools import groupby
from sys import modules

from eulod.mapping.binding import shown
from eulod.mapping.functions.foreign import Alias, compact
from eulod.mapping.functions.registry import FN, FUNCTIONS, Function
from tests.shared import ROOT

GUIDE = ROOT / "docs" / "guides" / "functions.md"
_REFERENCE = re.compile(r"(?<=<!-- functions -->\n).*?(?=<!-- /functions -->)", re.DOTALL)
_EXAMPLE = re.compile(r">>> (.+)\n(.+)")


def signature(function: Function) -> str:
    """A call with all parameters, those that may be left out in brackets."""
    names = [*function.columns, *function.options]
    listed = [f"[{shown(name)}]" if name in function.optional else shown(name) for name in names]
    return f"{function.iri.removeprefix(FN)}({', '.join((['…'] if function.variadic else []) + listed)})"


def other_name(alias: Alias) -> str:
    """The name in another vocabulary, with those of its parameters."""
    names = ", ".join(compact(iris[0]) for iris in alias.parameters.values())
    return f"`{alias.name}({names})` → `{compact(alias.results[0])}`"


def entry(function: Function) -> str:
    """What the reference says of one function."""
    text = inspect.getdoc(function.build) or ""
    told = " ".join(text.partition(">>>")[0].split())
    called = [f"    {call}\n    {result}\n" for call, result in _EXAMPLE.findall(text)]
    notes = [told + (" A value for which there is none rejects its record." if function.fails else "")]
    if function.datatype:
        notes.append(f"Typed xsd:{function.datatype.rpartition('#')[2]} where the mapping states no datatype.")
    if function.also:
        notes.append(f"Also {', '.join(map(other_name, function.also))}.")
    return f"### {signature(function)}\n\n{' '.join(notes)}\n\n{''.join(called)}"


def reference() -> str:
    """All functions by the module that holds them, modules and functions in alphabetical order."""
    ordered = sorted(FUNCTIONS.values(), key=lambda function: (function.build.__module__, function.iri))
    parts = []
    for module, members in groupby(ordered, key=lambda function: function.build.__module__):
        parts.append(f"## {(modules[module].__doc__ or '').strip().removesuffix('.')}\n")
        parts += [entry(function) for function in members]
    return "\n" + "\n".join(parts) + "\n"


def test_the_guide_tells_of_every_function(update_golden: bool) -> None:
    page = GUIDE.read_text(encoding="utf-8")
    if update_golden:
        GUIDE.write_text(_REFERENCE.sub(lambda _: reference(), page), encoding="utf-8", newline="\n")
    else:
        assert _REFERENCE.findall(page) == [reference()]
