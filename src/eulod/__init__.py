"""eulod: records of EU cooperation and funding projects, published as linked open data.

    >>> import eulod
    >>> settings = eulod.start_dataset  # doctest: +SKIP
    >>> outcome = eulod.export(eulod.read_settings(Path("my-projects")), out=Path("out"))  # doctest: +SKIP

Everything below is imported when it is first used, so that `import eulod` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eulod.checking import check as check
    from eulod.config import Settings as Settings
    from eulod.config import read_settings as read_settings
    from eulod.errors import EulodError as EulodError
    from eulod.errors import Place as Place
    from eulod.explanation import Explanation as Explanation
    from eulod.explanation import explain as explain
    from eulod.mapping.lineage import Origin as Origin
    from eulod.pipeline import Options as Options
    from eulod.pipeline import Outcome as Outcome
    from eulod.pipeline import export as export
    from eulod.publication.release import Release as Release
    from eulod.publication.release import current_release as current_release
    from eulod.query.sparql import query as query
    from eulod.single_mapping import map_document as map_document
    from eulod.starting import start_dataset as start_dataset
    from eulod.validation.data_graph import read_data as read_data
    from eulod.validation.report import Finding as Finding
    from eulod.validation.report import Report as Report
    from eulod.validation.shapes_graph import read_shapes as read_shapes
    from eulod.validation.validate import validate as validate

_HOMES = {
    "EulodError": "errors",
    "Explanation": "explanation",
    "Finding": "validation.report",
    "Options": "pipeline",
    "Origin": "mapping.lineage",
    "Outcome": "pipeline",
    "Place": "errors",
    "Release": "publication.release",
    "Report": "validation.report",
    "Settings": "config",
    "check": "checking",
    "current_release": "publication.release",
    "explain": "explanation",
    "export": "pipeline",
    "map_document": "single_mapping",
    "query": "query.sparql",
    "read_data": "validation.data_graph",
    "read_settings": "config",
    "read_shapes": "validation.shapes_graph",
    "start_dataset": "starting",
    "validate": "validation.validate",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'eulod' has no attribute '{name}'")
    return getattr(import_module(f"eulod.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
