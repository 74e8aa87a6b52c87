"""Addresses of sources elsewhere: which are taken, and how they are shown."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://", re.IGNORECASE)


def is_address(access: str) -> bool:
    """Say whether what a source names lies elsewhere."""
    return _SCHEME.match(access) is not None
