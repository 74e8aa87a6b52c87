"""One thing that is wrong with one record of a source."""

from __future__ import annotations

from dataclasses import dataclass

from eulod.errors import Place
from eulod.staged_name import shown_name


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One value of one record that does not fit, or that a lookup does not know.

    A staged file has the name of what it came from. `record` counts from 1 in its file; 0 where only the line is known,
    and `line` 0 where only the record is. `rejects` says that the record is left out.
    """

    source: str
    file: str
    record: int
    line: int
    column: str
    value: str
    code: str
    reason: str
    rejects: bool
    mapping_file: str = ""
    mapping_line: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "file", shown_name(self.file))

    @property
    def place(self) -> Place:
        """Where the value is."""
        return Place(self.file, self.line or None, self.record or None, self.column or None)
