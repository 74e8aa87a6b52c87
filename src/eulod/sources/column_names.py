"""The names of a table's columns, as its header gives them: none missing, none twice, none that eulod uses."""

from __future__ import annotations

from eulod.errors import Place, SourceError

_RESERVED = ("eulod:", "origin:")


class ColumnNames(SourceError):
    """The header of a table cannot be used."""

    code = "S003"


def checked_names(names: tuple[str, ...], place: Place) -> tuple[str, ...]:
    """`names` where each is a name of its own. Raises ColumnNames."""
    if not names:
        raise ColumnNames("there is no header", place=place, help="put a header line with the column names first")
    if "" in names:
        problem = f"column {names.index('') + 1} has no name"
        raise ColumnNames(problem, place=place, help="name each column, or remove what stands behind the last one")
    for name in names:
        same = [other for other in names if other.lower() == name.lower()]
        if len(same) > 1:
            problem = f"the column '{name}' stands twice" + (f", as {', '.join(same)}" if len(set(same)) > 1 else "")
            help = "give each column its own name; capitals do not tell them apart"
            raise ColumnNames(problem, place=place, help=help)
        if name.startswith(_RESERVED) or "\0" in name:
            raise ColumnNames(f"the column {name!r} has a name that eulod uses", place=place, help="rename the column")
    return names


def shared_names(headers: list[tuple[Place, tuple[str, ...]]]) -> tuple[str, ...]:
    """The columns that all files of a source have. Raises ColumnNames at the file that has others."""
    first_place, first = headers[0]
    for place, other in headers[1:]:
        if other != first:
            name = first_place.file.replace("\\", "/").rpartition("/")[2]
            problem = f"columns {', '.join(other)} differ from those of {name}: {', '.join(first)}"
            raise ColumnNames(problem, place=place, help="read files of other columns as another source")
    return first
