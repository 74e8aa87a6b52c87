"""XML: the elements that an XPath iterator finds, each handed on as the JSON text of a record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from eulod.sources.batches import text_batches
from eulod.sources.logical_source import EmptyIterator, LogicalSource, refuse_options, source_files
from eulod.sources.records import DOCUMENT, Paths, Records, gathered
from eulod.sources.xml_records import LINE, steps_reached, xml_records
from eulod.sources.xpath import Step, iterator_steps, nested_path, reference_path

if TYPE_CHECKING:
    import pyarrow as pa

    from eulod.engines.engine import Engine

_ROOT = "/*"


def read_xml(engine: Engine, source: LogicalSource, folder: Path, *, lineage: bool, skip: bool = False) -> Records:
    """Read the XML files of `source` as a stream into the engine; of `skip` there is nothing to pass over.

    Raises MissingSource, UnsupportedPath, EmptyIterator, XmlSyntax, DoctypeRefused and TooLarge.
    """
    refuse_options(source, ("optional",))
    files = source_files(source, folder)
    iterator = source.iterator or _ROOT
    steps = iterator_steps(iterator, source.namespaces, source.place)
    namespaces = source.namespaces
    paths = Paths(
        lambda text, place: reference_path(text, namespaces, place),
        lambda text, place: nested_path(text, namespaces, place),
        f'$."{LINE}"',
    )

    def opened(path: Path) -> ibis.Table:
        return engine.from_batches(("xml", str(path), *steps), (DOCUMENT,), partial(_batches, path, steps))

    table = gathered(engine, files, opened, lineage=lineage)
    if not engine.count(table):
        _refuse_empty(source, files, steps)
    return Records(source.name, table, None, files, paths)


def _batches(path: Path, steps: tuple[Step, ...]) -> Iterator[pa.RecordBatch]:
    return text_batches((DOCUMENT,), ((text,) for text in xml_records(path, steps)))


def _refuse_empty(source: LogicalSource, files: tuple[Path, ...], steps: tuple[Step, ...]) -> None:
    """Raise EmptyIterator where not even the element exists that the records would stand in."""
    if any(steps_reached(path, steps) >= len(steps) - 1 for path in files):
        return
    problem = f"the iterator '{source.iterator}' of the source '{source.name}' finds nothing in {source.access}"
    raise EmptyIterator(problem, place=source.place, help="correct the iterator; names are told apart by capitals")
