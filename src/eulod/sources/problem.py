"""What can be wrong with one record of a source."""

from __future__ import annotations

from dataclasses import dataclass

from eulod.errors import Place, SourceError


class UnreadableRecord(SourceError):
    """A record breaks the form of its file; such records are listed as problems, not raised."""

    code = "S005"


class DamagedText(SourceError):
    """A record holds a text that lost something before; such records are listed as problems, not raised."""

    code = "S007"


class UnclosedQuote(SourceError):
    """A quoted value of a CSV file does not end where it should; what follows it cannot be told apart."""

    code = "S006"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One value of one record that does not fit, or that a lookup does not know.

    `record` counts from 1 in its file; 0 where only the line is known, and `line` 0 where only the record is. `rejects`
    says that the record is left out.
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

    @property
    def place(self) -> Place:
        """Where the value is."""
        return Place(self.file, self.line or None, self.record or None, self.column or None)
