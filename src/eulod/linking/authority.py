"""Single codes looked up in the project's authority tables; columns are looked up by the mapping engine."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

from eulod.errors import LinkingError, Place
from eulod.linking.tables import find_lookup


class UnknownCode(LinkingError):
    """A setting holds a code that its authority table lacks."""

    code = "L011"


def authority_iri(table: str, code: str) -> str:
    """The IRI of `code` in the authority table called `table`: country, currency, language or nuts.

    Raises UnknownCode.
    """
    lookup = find_lookup(table, Path(), Place(table))
    column = lookup.columns.index("iri") + 1
    for row in lookup.rows:
        if _comparable(row[0]) == _comparable(code):
            return row[column]
    raise UnknownCode(f"'{code}' is not in the table of {table} codes", help=f"write a code of the EU {table} table")


def _comparable(code: str) -> str:
    return normalize("NFC", code).strip().upper()
