"""Every function is found, shown by examples that hold, and the same under the names that others have for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from eulod.engines.duckdb import DuckDBEngine
from eulod.mapping import functions
from eulod.mapping.functions.catalogue import ALIASES, find
from eulod.mapping.functions.foreign import GREL, IDLAB, OLDER_IDLAB
from eulod.mapping.functions.registry import FN, FUNCTIONS
from tests.mapping.functions.examples import aliases, examples, results

NAMES = sorted(FUNCTIONS)
NO_FUNCTIONS = {"__init__", "catalogue", "foreign", "registry"}


def test_every_module_of_the_folder_is_loaded() -> None:
    files = {path.stem for path in Path(functions.__path__[0]).glob("*.py")} - NO_FUNCTIONS
    assert {function.build.__module__.rpartition(".")[2] for function in FUNCTIONS.values()} == files


@pytest.mark.parametrize("iri", NAMES, ids=lambda iri: iri.removeprefix(FN))
def test_its_examples_hold_under_every_name(iri: str, engine: DuckDBEngine) -> None:
    shown = examples(FUNCTIONS[iri])
    assert shown, "show it with an example: >>> fn:name(parameter: value)"
    for example in shown:
        assert example.call.function == iri
        assert results(example, engine) == example.results
        for alias in aliases(example):
            assert results(alias, engine) == example.results, alias.call.function


@pytest.mark.parametrize("iri", NAMES, ids=lambda iri: iri.removeprefix(FN))
def test_an_alias_names_the_parameters_that_are_needed(iri: str) -> None:
    function = FUNCTIONS[iri]
    own = {*function.columns, *function.options, *([function.variadic] if function.variadic else [])}
    for alias in function.also:
        assert set(alias.parameters) <= own
        assert own - set(alias.parameters) - set(alias.preset) <= function.optional


def test_names_of_others_are_found() -> None:
    names = (GREL + "toUpperCase", IDLAB + "trueCondition", OLDER_IDLAB + "trueCondition")
    assert [found[0].iri.removeprefix(FN) for name in names if (found := find(name))] == ["upper", "if", "if"]
    assert find(GREL + "upper") is None


def test_no_name_stands_for_two_functions() -> None:
    names = [iri for function in FUNCTIONS.values() for alias in function.also for iri in alias.iris]
    assert sorted(names) == sorted(ALIASES)
