"""The sources of a mapping with their files at hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eulod.mapping.triples_map import Mapping
from eulod.sources.access.retrieve import placed_at, retrieve
from eulod.sources.access.staging import Staging


def retrieve_sources(mapping: Mapping, folder: Path, staging: Staging, *, remote: bool = True) -> Mapping:
    """`mapping`, its files found below `folder`, fetched, unpacked and decoded.

    Sources elsewhere are left alone without `remote`. Raises the errors of sources.access.
    """
    placed = {name: placed_at(source, staging.address) for name, source in mapping.sources.items()}
    sources = {
        name: retrieve(source, folder, staging) if remote or not source.is_remote else source
        for name, source in placed.items()
    }
    return replace(mapping, sources=sources)
