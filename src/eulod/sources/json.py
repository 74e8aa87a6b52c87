"""JSON: one document or JSON Lines, records found by a JSONPath iterator.

Numbers keep their text: each is read as a string, so 1.50 stays 1.50 and big integers stay exact.
JSONPath here means names and `[n]` or `[*]` steps, as in `$.projects[*].partners`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.errors import MappingError, Place
from eulod.sources.logical_source import LogicalSource, source_files
from eulod.sources.records import DOCUMENT, Records, gathered

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

_STEP = r"""(?:\.?[^\s.\[\]'"$?()*,:]+|\['[^']+'\]|\["[^"]+"\]|\[\d+\]|\[\*\]|\.\*)"""
_PATH = re.compile(rf"\$?(?P<steps>{_STEP}*)")


class UnsupportedPath(MappingError):
    """A JSONPath uses what eulod does not evaluate: filters, slices, recursion, unions."""

    code = "M010"


def json_path(text: str, place: Place) -> str:
    """A reference or iterator as an absolute JSONPath that the engine evaluates.

    >>> json_path("project.key", Place("m.yml"))
    '$."project"."key"'
    >>> json_path("$.partners[*]", Place("m.yml"))
    '$."partners"[*]'
    """
    found = _PATH.fullmatch(text.strip())
    if not found:
        problem = f"the JSONPath '{text}' is not supported; names, [n] and [*] are"
        raise UnsupportedPath(problem, place=place, help="use a path of names, [n] and [*], or a view for the rest")
    return "$" + "".join(_step(step) for step in re.findall(_STEP, found["steps"]))


def _step(step: str) -> str:
    if step in (".*", "[*]") or re.fullmatch(r"\[\d+\]", step):
        return step
    name = step[2:-2] if step.startswith("['") or step.startswith('["') else step.removeprefix(".")
    return '."' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_json(engine: Engine, source: LogicalSource, folder: Path, *, lineage: bool, skip: bool = False) -> Records:
    """Open the JSON files of `source` as a table of records.

    Raises MissingSource or UnsupportedPath. Malformed JSON raises when the table runs.
    """
    files = source_files(source, folder)
    iterator = json_path(source.iterator or "$", source.place)

    def opened(path: Path) -> ibis.Table:
        documents = engine.read_json(path, array=iterator == "$[*]")
        return documents if iterator in ("$", "$[*]") else iterated(engine, documents, iterator)

    return Records(source.name, gathered(engine, files, opened, lineage=lineage), None, files)


def iterated(engine: Engine, documents: ibis.Table, iterator: str) -> ibis.Table:
    """The records that `iterator` finds in each document, in order."""
    return documents.select(**{DOCUMENT: engine.json_list(documents[DOCUMENT], iterator).unnest()})
