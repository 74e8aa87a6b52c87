"""Files that were unpacked, decoded or fetched, shown by the name of what they came from.

The path of such a file tells its name, so that every error and every record can show it: below the folder FOLDER stand
a key, then the name, percent-encoded, dots too, with `~` for the percent sign, and last a file name with the extension
of the content.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, unquote

FOLDER = "eulod-staged"
_LONGEST = 180
_LONGEST_NAME = 1200
_UNUSUAL = re.compile(r"[^A-Za-z0-9._-]+")


def staged_path(scratch: Path, key: str, name: str, file_name: str) -> Path:
    """Where below `scratch` the content of `name` is put; `key` is a file name that no other content has.
    A very long name is shortened in the middle.

    >>> staged_path(Path("s"), "1", "d/a.zip!b.csv", "b.csv").as_posix()
    's/eulod-staged/1/d~2Fa~2Ezip!b~2Ecsv/b.csv'
    """
    if len(quote(name)) > _LONGEST_NAME:
        name = f"{name[:120]}…{name[-79:]}"
    written = quote(name, safe="!@").replace("~", "%7E").replace(".", "%2E").replace("%", "~")
    first = len(written) % _LONGEST
    parts = [written[:first], *(written[at : at + _LONGEST] for at in range(first, len(written), _LONGEST))]
    last = _UNUSUAL.sub("_", file_name)[-80:].lstrip("._") or "file"
    return scratch.joinpath(FOLDER, key, *(part for part in parts if part), last)


def shown_name(file: str) -> str:
    """The name that the content of `file` has for a user: `file` itself unless it was staged.

    >>> shown_name("s/eulod-staged/1/d~2Fa~2Ezip!b~2Ecsv/b.csv")
    'd/a.zip!b.csv'
    """
    if FOLDER not in file:
        return file
    parts = Path(file).parts
    if FOLDER not in parts:
        return file
    return unquote("".join(parts[parts.index(FOLDER) + 2 : -1]).replace("~", "%"))
