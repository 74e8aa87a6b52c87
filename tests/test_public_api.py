"""`import eulod` offers what it says, and costs next to nothing."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import eulod


def test_the_names_are_sorted() -> None:
    assert eulod.__all__ == sorted(eulod.__all__)
    assert dir(eulod) == eulod.__all__


@pytest.mark.parametrize("name", eulod.__all__)
def test_every_name_can_be_imported_and_says_what_it_is(name: str) -> None:
    assert inspect.getdoc(getattr(eulod, name)), f"eulod.{name} has no docstring"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'exprot'"):
        _ = eulod.exprot


def test_importing_eulod_imports_no_engine() -> None:
    code = "import sys, eulod; print([name for name in ('ibis', 'duckdb', 'rdflib', 'click') if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout == "[]\n"
