"""The architecture, read from the imports: a stage sees earlier stages only, and each outside tool has its place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.shared import ROOT

PACKAGE = ROOT / "src" / "eulod"

# What stands in one line may import each other; a line may import the lines above it.
ORDER = (
    ("staged_name",),
    ("errors",),
    ("shipped", "terms"),
    ("rdf_document", "sparql_text", "toml_table", "yaml_document"),
    ("config",),
    ("engines",),
    ("sources",),
    ("linking",),  # its lookup tables are functions of a mapping
    ("mapping",),
    ("validation",),
    ("serialisation",),
    ("publication",),
    ("reports",),
    ("query",),
    ("annotating", "checking", "explanation", "looking_into", "pipeline", "single_mapping", "starting"),
    ("browsing",),
    ("pages",),
    ("serving", "site"),
    ("cli",),
)
RANK = {stage: rank for rank, stages in enumerate(ORDER) for stage in stages}

# Who alone may import what.
OWNERS = {"click": "cli", "duckdb": "engines", "ibis.backends": "engines", "pyspark": "engines"}


def modules() -> list[str]:
    """Every module of the package, as a path relative to it."""
    return sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def stage_of(module: str) -> str:
    """The stage that a module, given as a path, belongs to."""
    return module.split("/")[0].removesuffix(".py")


def imported(module: str) -> Iterator[str]:
    """The dotted names that a module imports, wherever in the file, those for type checking included."""
    for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: write the import in full"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def imports(module: str, package: str) -> bool:
    """Whether a module imports an outside package or something in it."""
    return any(f"{name}.".startswith(f"{package}.") for name in imported(module))


def stages_imported(module: str) -> set[str]:
    """The stages of eulod that a module imports from."""
    return {name.split(".")[1] for name in imported(module) if name.startswith("eulod.")}


INSIDE = [module for module in modules() if not module.startswith("__")]


@pytest.mark.parametrize("module", INSIDE)
def test_a_stage_has_a_place_in_the_order(module: str) -> None:
    assert stage_of(module) in RANK, f"give {stage_of(module)} a place in ORDER (docs/decisions/0004-layout.md)"


@pytest.mark.parametrize("module", INSIDE)
def test_a_stage_imports_itself_and_earlier_ones_only(module: str) -> None:
    own = RANK[stage_of(module)]
    assert {stage for stage in stages_imported(module) if RANK.get(stage, len(ORDER)) > own} == set()


@pytest.mark.parametrize(("package", "stage"), OWNERS.items())
def test_an_outside_tool_is_imported_by_its_stage_only(package: str, stage: str) -> None:
    users = {stage_of(module) for module in modules() if imports(module, package)}
    assert users <= {stage}


def test_only_the_entry_point_imports_the_command_line() -> None:
    users = {module for module in modules() if "cli" in stages_imported(module) and stage_of(module) != "cli"}
    assert users <= {"__main__.py"}
