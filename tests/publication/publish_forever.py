"""Publishes one release after the other into a folder, until it is killed; run by test_kills.py."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from tests.publication.releases import publish

out = Path(sys.argv[1])
for turn in itertools.count():
    publish(out, f"{sys.argv[2]} {turn}")
    sys.stdout.write("published\n")
    sys.stdout.flush()
