"""One way to read a mapping, whatever it is written in."""

from __future__ import annotations

from collections.abc import Mapping as Map
from pathlib import Path

from eulod.errors import Place
from eulod.mapping.errors import MappingSyntax
from eulod.mapping.read_rml import read_rml
from eulod.mapping.read_yarrrml import read_yarrrml
from eulod.mapping.triples_map import Mapping

EXTENSIONS = (".ttl", ".yaml", ".yml")


def read_mapping(path: Path, *, externals: Map[str, str] | None = None) -> Mapping:
    """Read one mapping document, RML in Turtle or YARRRML by its extension; `externals` are values for YARRRML.

    Raises MappingError subclasses for what is no mapping, and the errors of reading Turtle or YAML.
    """
    if not path.is_file():
        raise MappingSyntax("there is no such mapping", place=Place(str(path)), help="correct the mapping's path")
    if path.suffix not in EXTENSIONS:
        problem = f"the name ends with none of {', '.join(EXTENSIONS)}"
        raise MappingSyntax(problem, place=Place(str(path)), help="name RML mapping.ttl, and YARRRML mapping.yml")
    return read_rml(path) if path.suffix == ".ttl" else read_yarrrml(path, externals=externals)
