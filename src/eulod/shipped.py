"""The folders that come with eulod: `ontology`, `mappings`, `shapes` and `docs/errors`."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `name`: inside an installed wheel, or at the top of a checkout.

    Raises FileNotFoundError when this installation carries no such folder.

    >>> shipped("ontology").name
    'ontology'
    """
    places = (_PACKAGE / "shipped" / name, _PACKAGE.parents[1] / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"eulod is installed without its folder '{name}'; looked in {places[0]} and {places[1]}")
