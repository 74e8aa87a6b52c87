"""The folders that come with eulod."""

from __future__ import annotations

import pytest

from eulod.shipped import shipped
from tests.shared import ROOT


@pytest.mark.parametrize("name", ["ontology", "mappings", "shapes", "docs/errors"])
def test_a_checkout_gives_its_top_level_folder(name: str) -> None:
    assert shipped(name) == ROOT / name


def test_a_folder_that_does_not_come_with_it() -> None:
    with pytest.raises(FileNotFoundError, match="without its folder 'nowhere'"):
        shipped("nowhere")
