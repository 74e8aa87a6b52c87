"""The sources of a mapping with their files at hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eulod.errors import EulodError
from eulod.mapping.triples_map import Mapping
from eulod.sources.access.retrieve import placed_at, retrieve
from eulod.sources.access.staging import Staging


def retrieve_sources(mapping: Mapping, folder: Path, staging: Staging) -> Mapping:
    """`mapping`, its files found below `folder`, fetched, unpacked and decoded.

    Raises the errors of sources.access.
    """
    placed = {name: placed_at(source, staging.address) for name, source in mapping.sources.items()}
    return replace(mapping, sources={name: retrieve(source, folder, staging) for name, source in placed.items()})


def local_sources(mapping: Mapping, folder: Path, staging: Staging) -> tuple[Mapping, tuple[EulodError, ...]]:
    """`mapping` with those files at hand that lie on this machine, and what is wrong with the others of them.

    Sources elsewhere are left alone; a source of which something is wrong has no files.
    """
    sources, errors = {}, list[EulodError]()
    for name, declared in mapping.sources.items():
        source = placed_at(declared, staging.address)
        try:
            sources[name] = source if source.is_remote else retrieve(source, folder, staging)
        except EulodError as error:
            errors.append(error)
            sources[name] = replace(source, files=())
    return replace(mapping, sources=sources), tuple(errors)
