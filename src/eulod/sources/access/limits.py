"""How much may be unpacked or fetched, so that a small file cannot fill the disk."""

from __future__ import annotations

from dataclasses import dataclass

from eulod.errors import SourceError


class TooMuch(SourceError):
    """What is unpacked or fetched is larger than eulod takes on."""

    code = "S032"


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds.

    `ratio` is how many times larger than the packed file its content may be, where that is more than `free`. A download
    may wait `wait` seconds for each answer, and after `patience` must bring `pace` bytes a second.
    """

    unpacked: int = 64 << 30
    ratio: int = 200
    free: int = 64 << 20
    entries: int = 100_000
    directory: int = 32 << 20
    download: int = 16 << 30
    wait: float = 30.0
    patience: float = 60.0
    pace: int = 4096
    pause: float = 0.5
    attempts: int = 3
    redirects: int = 5

    def refuses(self, unpacked: int, packed: int) -> str:
        """Why so many bytes out of so many packed ones are too much; empty where they are not."""
        if unpacked > self.unpacked:
            return f"more than {self.unpacked:,} bytes come out of it"
        if unpacked > max(self.free, self.ratio * packed):
            return f"more than {self.ratio} times its {packed:,} bytes come out of it"
        return ""
