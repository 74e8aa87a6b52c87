"""What can be wrong with one record of a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eulod.errors import Place, SourceError
from eulod.staged_name import shown_name


class UnreadableRecord(SourceError):
    """A record breaks the form of its file; such records are listed as problems, not raised."""

    code = "S005"


class DamagedText(SourceError):
    """A record holds a text that lost something before; such records are listed as problems, not raised."""

    code = "S007"


class DoubtfulText(SourceError):
    """A text is not what it looks like; such texts are listed as problems that reject nothing, not raised."""

    code = "S016"


class UnclosedQuote(SourceError):
    """A quoted value of a CSV file does not end where it should; what follows it cannot be told apart."""

    code = "S006"


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

    @property
    def mapping_place(self) -> Place:
        """The line of the mapping, or of the settings, that asks for something else."""
        return Place(self.mapping_file, self.mapping_line or None)

    def __str__(self) -> str:
        """`place: CODE 'value' is reason (line of the mapping)`."""
        found = f"'{self.value}' is " if self.value else ""
        asked = f" ({self.mapping_place})" if self.mapping_file else ""
        return f"{self.place}: {self.code} {found}{self.reason}{asked}"


def listed(problems: Sequence[Problem], *, most: int = 10) -> list[str]:
    """Problems in words, a line for each of the first `most`, and one that counts the others."""
    more = len(problems) - most
    return [*map(str, problems[:most]), *([f"and {more} more"] if more > 0 else [])]
