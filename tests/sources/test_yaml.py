"""YAML files as records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.sources.logical_source import EmptyIterator
from eulod.sources.survey import survey
from eulod.yaml_document import YamlSyntax
from tests.sources.reading import documents, source


def test_each_file_is_a_document_with_the_lines_of_its_mappings(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("key: 012\nparts:\n  - name: NO\n\n  - {name: ~}\n")
    (tmp_path / "a.yaml").write_text("# first\nkey: 1.50\n")
    found = [json.loads(text) for text in documents(engine, tmp_path, source("*.yaml", "yaml"))]
    parts = [{"@line": "3", "name": "NO"}, {"@line": "5", "name": None}]
    assert found == [{"@line": "2", "key": "1.50"}, {"@line": "1", "key": "012", "parts": parts}]


def test_an_iterator_goes_into_each_document(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("parts: [x, 1.0]\n")
    (tmp_path / "b.yaml").write_text("parts: []\n")
    assert documents(engine, tmp_path, source("*.yaml", "yaml", iterator="$.parts[*]")) == ['"x"', '"1.0"']
    with pytest.raises(EmptyIterator):
        survey(engine, source("*.yaml", "yaml", iterator="$.part[*]"), tmp_path)


def test_a_broken_document_is_named_with_its_line(engine: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("key: 1\nkey: 2\n")
    with pytest.raises(YamlSyntax, match=r"a\.yaml:2: S002 found the key 'key' a second time"):
        documents(engine, tmp_path, source("a.yaml", "yaml"))
