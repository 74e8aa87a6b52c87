"""Files on this machine, by name, by pattern, or all of a folder that fit a format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

EXTENSIONS = {
    "csv": (".csv", ".tsv", ".txt"),
    "jsonlines": (".jl", ".jsonl", ".ndjson"),
    "jsonpath": (".geojson", ".json", ".jsonl", ".ndjson"),
    "yaml": (".yaml", ".yml"),
    "xpath": (".xml",),
    "xlsx": (".xlsm", ".xlsx"),
    "parquet": (".parquet",),
}
"""What files of a reference formulation are called; where a folder or an archive is named, those in it are read."""
GZIP = ".gz"


def local_files(access: str, folder: Path, formulation: str) -> tuple[Path, ...]:
    """The files that `access` names below `folder`, sorted; none where there is no such file.

    A file or a folder of that very name comes first, then `*`, `?`, `[…]` and `**` are wildcards. A folder stands for
    every file in it, at any depth, that `fits` the format.
    """
    named = folder / access
    if named.is_file():
        return (named,)
    if named.is_dir():
        inside = (path for path in named.rglob("*") if path.is_file())
        return tuple(sorted(path for path in inside if fits(path.relative_to(named).as_posix(), formulation)))
    return tuple(sorted(path for path in _matching(access, folder) if path.is_file()))


def fits(name: str, formulation: str) -> bool:
    """Say whether a file of a folder or an archive belongs to a format by its extension; hidden ones belong to none."""
    path = PurePosixPath(name)
    if any(part.startswith(".") or part == "__MACOSX" for part in path.parts):
        return False
    extensions = EXTENSIONS.get(formulation)
    return extensions is None or path.name.lower().removesuffix(GZIP).endswith(extensions)


def is_pattern(access: str) -> bool:
    """Say whether a name has wildcards."""
    return any(mark in access for mark in "*?[")


def matches(name: str, pattern: str) -> bool:
    """Say whether a path matches a pattern as those of files do: `*` and `?` stop at a slash, `**/` does not.

    >>> [matches("a/b/c.csv", pattern) for pattern in ("a/*/c.csv", "**/*.csv", "*.csv")]
    [True, True, False]
    """
    return re.fullmatch("".join(_translated(pattern)), name, re.DOTALL) is not None


def _translated(pattern: str) -> Iterator[str]:
    for part in re.findall(r"\*\*/|\*+|\?|\[!?\]?[^\]]*\]|.", pattern, re.DOTALL):
        if part == "**/":
            yield r"(?:.*/)?"
        elif part[0] == "*":
            yield r"[^/]*"
        elif part == "?":
            yield r"[^/]"
        elif part[0] == "[" and len(part) > 1:
            yield (
                "["
                + ("^" if part[1] == "!" else "")
                + part[1:-1].removeprefix("!").replace("\\", r"\\").replace("[", r"\[")
                + "]"
            )
        else:
            yield re.escape(part)


def _matching(access: str, folder: Path) -> Iterator[Path]:
    if not is_pattern(access):
        return
    pattern = Path(access)
    root = Path(pattern.anchor) if pattern.anchor else folder
    yield from root.glob(str(pattern.relative_to(root) if pattern.anchor else pattern))
