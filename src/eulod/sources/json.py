"""JSON: documents or JSON Lines, records found by a JSONPath iterator.

Numbers keep their text: each is read as a marked string, so 1.50 stays 1.50, big integers stay exact, and both are
still known as numbers.
JSONPath here means names and `[n]` or `[*]` steps, as in `$.projects[*].partners`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.errors import MappingError, Place
from eulod.sources.logical_source import LogicalSource, refuse_options, source_files
from eulod.sources.problem import UnreadableRecord
from eulod.sources.records import DOCUMENT, Paths, Records, gathered

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
    steps = re.findall(_STEP, found["steps"])
    if any(step[1:-1] in ("'*'", '"*"') for step in steps):
        problem = f"the JSONPath '{text}' reads what is called *, which engines take for every name"
        raise UnsupportedPath(problem, place=place, help="rename it in the source")
    return "$" + "".join(_step(step) for step in steps)


def _step(step: str) -> str:
    if step in (".*", "[*]") or re.fullmatch(r"\[\d+\]", step):
        return step
    name = step[2:-2] if step.startswith("['") or step.startswith('["') else step.removeprefix(".")
    return '."' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_json(engine: Engine, source: LogicalSource, folder: Path, *, lineage: bool, skip: bool = False) -> Records:
    """Open the JSON files of `source` as a table of records.

    Raises MissingSource or UnsupportedPath. Malformed JSON raises when the table runs.
    """
    refuse_options(source, ("optional",))
    files = source_files(source, folder)
    iterator = json_path(source.iterator or "$", source.place)
    lines = source.formulation == "jsonlines"

    def opened(path: Path) -> ibis.Table:
        if lines:
            documents = engine.read_json(path, array=False, lines=True)
        else:
            _refuse_nothing(path)
            documents = engine.read_json(path, array=iterator == "$[*]")
        simple = iterator == "$" or (iterator == "$[*]" and not lines)
        return documents if simple else iterated(engine, documents, iterator)

    table = gathered(engine, files, opened, lineage=lineage)
    return Records(source.name, table, None, files, Paths(json_path, json_path), typed=True)


def iterates_simply(source: LogicalSource) -> bool:
    """Say whether the records of a JSON source are whole documents, or the elements of one array."""
    iterator = json_path(source.iterator or "$", source.place)
    return iterator == "$" or (iterator == "$[*]" and source.formulation == "jsonpath")


def _refuse_nothing(path: Path) -> None:
    """Raise UnreadableRecord for a file without a document, which engines take for one without records."""
    with path.open("rb") as file:
        start = file.read(65_536)
        if not start.strip() and not file.read(1):
            help = "an empty list of records is written []"
            raise UnreadableRecord("the file is empty, which is no JSON", place=Place(str(path), 1), help=help)


def iterated(engine: Engine, documents: ibis.Table, iterator: str) -> ibis.Table:
    """The records that `iterator` finds in each document, in order."""
    return documents.select(**{DOCUMENT: engine.json_list(documents[DOCUMENT], iterator).unnest()})
