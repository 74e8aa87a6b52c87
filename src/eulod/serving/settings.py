"""What a server serves, and how."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from eulod.query.built_store import BuiltStore
from eulod.query.limits import Limits


@dataclass(frozen=True, slots=True)
class Serving:
    """The data and the bounds of a server; every web process has a copy.

    `index` is what pages are made of; without it there are none. `root` is the path that a proxy puts before all, such
    as `/data`, else ""; `host` the public address without it, such as `https://data.my-town.eu`, where it is known.
    `forwarded` tells to believe the X-Forwarded-* headers. `querying` processes per web process run queries.
    `kept` is a file where pages are kept, of `most_kept` bytes at most; `cache` what each process holds in memory.
    """

    data: BuiltStore
    index: Path | None = None
    limits: Limits = field(default_factory=Limits)
    root: str = ""
    host: str = ""
    forwarded: bool = False
    querying: int = 2
    cache: int = 48 << 20
    body: int = 1 << 20
    target: int = 16 << 10
    head: int = 64 << 10
    connections: int = 1000
    receiving: float = 15.0
    stalled: float = 60.0
    kept: Path | None = None
    most_kept: int = 2 << 30
