"""YAML: each file one document, read as text scalars and handed on as JSON with the line of each mapping in `@line`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis

from eulod.engines.engine import SCALAR_MARK
from eulod.sources.json import iterated, json_path
from eulod.sources.logical_source import LogicalSource, source_files
from eulod.sources.records import DOCUMENT, Paths, Records, gathered
from eulod.yaml_document import YamlMap, read_yaml

if TYPE_CHECKING:
    from eulod.engines.engine import Engine

LINE = "@line"


def read_yaml_records(
    engine: Engine, source: LogicalSource, folder: Path, *, lineage: bool, skip: bool = False
) -> Records:
    """Open the YAML files of `source`; hand-kept and small, they are read whole.

    Raises MissingSource or YamlSyntax.
    """
    files = source_files(source, folder)
    iterator = json_path(source.iterator or "$", source.place)

    def opened(path: Path) -> ibis.Table:
        text = json.dumps(_with_lines(read_yaml(path)), ensure_ascii=False)
        documents = engine.from_columns({DOCUMENT: [text]})
        return documents if iterator == "$" else iterated(engine, documents, iterator)

    paths = Paths(json_path, json_path, f'$."{LINE}"')
    return Records(source.name, gathered(engine, files, opened, lineage=lineage), None, files, paths)


def _with_lines(value: Any) -> Any:
    if isinstance(value, YamlMap):
        return {LINE: str(value.line), **{key: _with_lines(entry) for key, entry in value.items()}}
    if isinstance(value, str) and value.startswith(SCALAR_MARK):
        return SCALAR_MARK + value
    return [_with_lines(entry) for entry in value] if isinstance(value, list) else value
