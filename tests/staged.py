"""A place for what tests unpack, decode or fetch; nothing of it stays."""

from __future__ import annotations

import atexit
import tempfile
from pathlib import Path

from eulod.sources.access.staging import Staging

_FOLDER = tempfile.TemporaryDirectory(prefix="eulod-tests-")
atexit.register(_FOLDER.cleanup)


def staging() -> Staging:
    """A scratch folder of its own, without any variables."""
    return Staging(Path(tempfile.mkdtemp(dir=_FOLDER.name)), environment={})
