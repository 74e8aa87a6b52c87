"""The table of functions in the mapping guide says what the registry has."""

from __future__ import annotations

import inspect
import re

from eulod.mapping import binding
from eulod.mapping.functions.registry import FUNCTIONS, Function
from tests.shared import ROOT

GUIDE = ROOT / "docs" / "guides" / "mappings.md"
_TABLE = re.compile(r"(?<=<!-- functions -->\n).*?(?=<!-- /functions -->)", re.DOTALL)


def row(function: Function) -> str:
    """One line of the table: the call, and the first sentence of the function's docstring."""
    name = function.iri.rpartition("#")[2]
    optional = {binding.shown(parameter) for parameter in function.optional}
    names = [binding.shown(parameter) for parameter in (*function.columns, *function.options)]
    listed = (["…"] if function.variadic else []) + [f"[{name}]" if name in optional else name for name in names]
    text = " ".join((inspect.getdoc(function.build) or "").split())
    return f"| `{name}({', '.join(listed)})`{' *' if function.fails else ''} | {text} |"


def test_the_guide_lists_every_function(update_golden: bool) -> None:
    ordered = sorted(FUNCTIONS.values(), key=lambda function: function.iri)
    table = "\n".join(["", "| function | gives |", "|---|---|", *(row(function) for function in ordered), "", ""])
    page = GUIDE.read_text(encoding="utf-8")
    if update_golden:
        GUIDE.write_text(_TABLE.sub(lambda _: table, page), encoding="utf-8", newline="\n")
    else:
        assert _TABLE.findall(page) == [table]
