"""Addresses of files for Spark."""

from __future__ import annotations

from pathlib import Path


def address(path: Path) -> str:
    """A path as Spark reads addresses: it decodes nothing, so that nothing is percent-encoded.

    >>> address(Path("/shared/Győr 2.csv"))
    'file:///shared/Győr 2.csv'
    """
    return f"file://{path.absolute()}"
