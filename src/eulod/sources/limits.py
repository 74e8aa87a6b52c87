"""How large things in source files may be, and the error that says which was larger."""

from __future__ import annotations

from eulod.errors import Place, SourceError

RECORD_BYTES = 16_000_000
"""The greatest record, in bytes of its file."""
DEEPEST = 100
"""The greatest number of levels within a document."""


class TooLarge(SourceError):
    """A source holds something that is larger or deeper than eulod reads."""

    code = "S011"


def too_large(what: str, most: int, unit: str, place: Place) -> TooLarge:
    """The error that says what is too large: `what` has more than `most` `unit`s."""
    help = "correct the file if something in it is not closed, else divide it into smaller records"
    return TooLarge(f"{what} more than {most:,} {unit}", place=place, help=help)
