"""What engines let pass in JSON though it is none: a comma before a closing bracket, NaN, many levels, keys twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import ibis.expr.types as ir

from eulod.errors import Place
from eulod.sources.limits import DEEPEST
from eulod.sources.problem import UnreadableRecord

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_STRING = r'"(?:[^"\\]|\\.)*"'
_COMMA = r",\s*[\]}]"
_NO_NUMBER = r"(?i)\bnan\b|\binf(?:inity)?\b"
COMMA = "a comma stands before a closing bracket, which is no JSON"
NO_NUMBER = "the record holds NaN or Infinity, which are no JSON"
TOO_DEEP = f"the record has more than {DEEPEST} levels"
TWICE = "the record has a key twice"
_FAULT = re.compile(rf"{_STRING}|(?P<comma>{_COMMA})|(?P<number>-?(?i:nan|inf(?:inity)?)\b)|[\[{{]|[\]}}]", re.DOTALL)


def faults(engine: Engine, document: ir.StringValue) -> Iterator[tuple[ir.BooleanValue, str]]:
    """Tests of JSON texts, each with what is wrong where it holds; what is cheap is looked at first."""
    unquoted = document.re_replace(_STRING, "")
    for pattern, reason in ((_COMMA, COMMA), (_NO_NUMBER, NO_NUMBER)):
        yield document.re_search(pattern).ifelse(unquoted.re_search(pattern), False), reason
    may_be_deep = document.re_search(rf"(?:[\[{{][^\[{{]*){{{DEEPEST}}}[\[{{]")
    yield may_be_deep.ifelse(engine.json_deeper_than(document, DEEPEST), False), TOO_DEEP
    yield engine.json_repeats_key(document), TWICE


def refuse_document(path: Path, reason: str) -> None:
    """Raise UnreadableRecord for a whole document, with the line and character where it begins to be no JSON."""
    place = _found(path, reason) or Place(str(path))
    raise UnreadableRecord(reason, place=place, help="correct the JSON there")


def _found(path: Path, reason: str) -> Place | None:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    depth = 0
    for match in _FAULT.finditer(text):
        depth += (match[0] in "[{") - (match[0] in "]}")
        at = {COMMA: bool(match["comma"]), NO_NUMBER: bool(match["number"]), TOO_DEEP: depth > DEEPEST}
        depth -= bool(match["comma"])
        if at.get(reason):
            start = match.start()
            return Place(str(path), text.count("\n", 0, start) + 1, character=start - text.rfind("\n", 0, start))
    return None
